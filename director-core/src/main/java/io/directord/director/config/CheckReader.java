package io.directord.director.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.directord.director.config.NamedCheck.Place;
import io.directord.health.Check;
import io.directord.health.Timing;
import io.directord.health.Tls.Begin;
import io.directord.health.WeightRule;
import io.directord.health.tcp.TcpCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code health-checks}, and {@code check} wherever it stands. */
final class CheckReader {
  static final Timing TIMING = new Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3, 10);
  static final NamedCheck TCP = plain("tcp", new TcpCheck());
  static final NamedCheck ON = plain("on", new Check.Fixed(true));
  private static final NamedCheck OFF = plain("off", new Check.Fixed(false));
  private static final String OFF_WARNING =
      "a check of type off holds every server that uses it down; for no probing at all use on";

  /** What {@code check = WORD} means where no check of that name is defined. */
  private static final Map<String, NamedCheck> WORDS = words();

  /** Empty for one that is defined but wrong: naming it is no second mistake. */
  private final Map<String, Optional<NamedCheck>> defined = new LinkedHashMap<>();

  private final Map<String, List<NamedCheck>> singles = new HashMap<>();

  /** The defined checks that are right, in the order of the file. */
  List<NamedCheck> defined() {
    return defined.values().stream().flatMap(Optional::stream).toList();
  }

  void define(Section section) {
    section.refuse("name", "is the key of the check: leave it out");
    section.refuse("use", "works in a check of a service or server only");
    section.refuse("vote", "works in a check of a service or server only");
    defined.put(section.key(), read(section, Optional.empty(), section.key()));
  }

  /** A name, an object, a list of both, or how several are combined; none when that was wrong. */
  ServerChecks read(Section owner, String key) {
    Optional<ConfigValue> value = owner.value(key);
    if (value.isPresent()
        && value.get() instanceof ConfigObject object
        && (object.containsKey("checks") || object.containsKey("require"))) {
      return owner.section(key).flatMap(this::combination).orElse(ServerChecks.NONE);
    }
    List<ConfigValue> values = owner.list(key, Limits.CHECKS_OF_SERVER_MAX);
    if (values.size() == 1 && !(values.getFirst() instanceof ConfigObject)) {
      String name = Values.text(values.getFirst()).orElse("");
      List<NamedCheck> single = singles.computeIfAbsent(name, n -> named(n).stream().toList());
      if (single.isEmpty()) {
        explain(owner, values.getFirst());
      }
      return ServerChecks.all(noted(owner, key, single));
    }
    return ServerChecks.all(list(owner, key, values, Optional.empty()));
  }

  /** {@code { require = 2, checks = [ { use = web, vote = 2 }, smtp ] }}. */
  private Optional<ServerChecks> combination(Section section) {
    section.unknownKeys(Keys.COMBINATION);
    if (section.lacks("checks", "a list of them")) {
      return Optional.empty();
    }
    String word = section.text("require").orElse("all");
    boolean counts = !word.equals("all") && !word.equals("any");
    List<Integer> votes = new ArrayList<>();
    List<ConfigValue> values = section.list("checks", Limits.CHECKS_OF_SERVER_MAX);
    List<NamedCheck> checks =
        list(section, "checks", values, counts ? Optional.of(votes) : Optional.empty());
    if (!section.clean()) {
      return Optional.empty();
    }
    if (!counts) {
      return Optional.of(word.equals("all") ? ServerChecks.all(checks) : ServerChecks.any(checks));
    }
    OptionalLong needed = section.value("require").map(Values::whole).orElse(OptionalLong.empty());
    if (needed.isEmpty() || needed.getAsLong() < 1 || needed.getAsLong() > Integer.MAX_VALUE) {
      section.error(
          "require",
          "require must be all, any, or a number of votes from 1 on, found " + Values.quote(word));
      return Optional.empty();
    }
    return section.build(
        () -> new ServerChecks(checks, new Combination((int) needed.getAsLong(), votes)));
  }

  /**
   * @param votes to be filled; empty where checks have none
   */
  private List<NamedCheck> list(
      Section owner, String key, List<ConfigValue> values, Optional<List<Integer>> votes) {
    if (values.isEmpty()) {
      owner.error(key, key + " must name at least one check; for no probing at all use on");
    }
    Map<String, NamedCheck> checks = new LinkedHashMap<>();
    for (ConfigValue value : values) {
      Optional<Section> inline =
          value instanceof ConfigObject ? owner.section(key, value) : Optional.empty();
      Optional<NamedCheck> check =
          inline.isPresent()
              ? inline(inline.get(), votes.isPresent())
              : named(Values.text(value).orElse(""));
      if (check.isEmpty() && inline.isEmpty()) {
        explain(owner, value);
      }
      check.ifPresent(c -> checks.put(free(c.name(), checks), c));
      int vote = inline.map(each -> each.integer("vote", 1, Combination.VOTES_MAX, 1)).orElse(1);
      votes.ifPresent(all -> all.add(vote));
    }
    List<NamedCheck> renamed = new ArrayList<>(checks.size());
    checks.forEach((name, check) -> renamed.add(check.named(name)));
    return noted(owner, key, renamed);
  }

  private static List<NamedCheck> noted(Section owner, String key, List<NamedCheck> checks) {
    for (NamedCheck check : checks) {
      if (check.name().equals(OFF.name()) && check.equals(OFF)) {
        owner.warn(key, OFF_WARNING);
        break;
      }
    }
    return checks;
  }

  private Optional<NamedCheck> named(String name) {
    Optional<NamedCheck> check = defined.getOrDefault(name, Optional.empty());
    return check.isPresent() || defined.containsKey(name)
        ? check
        : Optional.ofNullable(WORDS.get(name));
  }

  private void explain(Section owner, ConfigValue value) {
    String name = Values.text(value).orElse("");
    if (value instanceof ConfigList) {
      owner.error(value, "check must be a name, an object, or one list of them; found a list");
    } else if (!defined.containsKey(name)) {
      var known = new TreeSet<>(defined.keySet());
      known.addAll(WORDS.keySet());
      owner.error(
          value,
          "check names the unknown health check "
              + Values.describe(value)
              + Suggestions.of(name, known));
    }
  }

  /** Two checks of one server must be told apart in status. */
  private static String free(String name, Map<String, NamedCheck> taken) {
    String free = name;
    for (int i = 2; taken.containsKey(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }

  private Optional<NamedCheck> inline(Section section, boolean votes) {
    if (!votes) {
      section.refuse("vote", "counts in the checks of a check { require = NUMBER } only");
    }
    Optional<NamedCheck> base = Optional.empty();
    if (section.has("use")) {
      Optional<String> name = section.text("use");
      base = name.flatMap(this::named);
      if (base.isEmpty()) {
        section.value("use").ifPresent(value -> explain(section, value));
        return Optional.empty();
      }
    }
    String type = section.text("type").orElse("");
    String name = section.text("name").orElse(base.map(NamedCheck::name).orElse(type));
    if (section.has("name")) {
      Names.complaint(name).ifPresent(why -> section.error("name", "check " + why));
    }
    return read(section, base, name);
  }

  private static Optional<NamedCheck> read(
      Section section, Optional<NamedCheck> base, String name) {
    Map<String, CheckKind> kinds = CheckKinds.all();
    Set<String> known = new HashSet<>(Keys.CHECK);
    known.addAll(CheckKinds.keys());
    section.unknownKeys(known);
    if (base.isEmpty() && section.lacks("type", "what is asked, such as tcp or http")) {
      return Optional.empty();
    }
    CheckKind kind = section.choice("type", kinds, CheckKinds.of(base.orElse(TCP).check()));
    if (section.clean()) {
      refuse(section, kind, kinds.values());
    }
    Optional<Check> same =
        base.map(NamedCheck::check).filter(check -> check.type().equals(kind.type()));
    Optional<Check> check = kind.reader().read(section, same);
    if (kind.plain().filter(OFF.check()::equals).isPresent()) {
      section.warn("type", OFF_WARNING);
    }
    Optional<Timing> timing =
        TimingReader.read(section, base.map(NamedCheck::timing).orElse(TIMING));
    timing.ifPresent(t -> check.ifPresent(c -> requireTime(section, c, t)));
    Place place = place(section, base.map(NamedCheck::place).orElse(Place.OF_SERVER));
    if (place.tls().filter(tls -> tls.begin() == Begin.STARTTLS).isPresent()
        && check.filter(c -> c instanceof Check.Probed p && p.knowsStartTls()).isEmpty()
        && section.clean()) {
      section.error(
          TlsReader.KEY, "tls: begin = starttls has no meaning for a check of type " + kind.type());
    }
    EndpointReader.refuse(section, kind, place);
    Optional<WeightRule> weights =
        WeightReader.rule(section, kind, base.map(NamedCheck::weights).orElse(WeightRule.DEFAULT));
    if (!section.clean() || check.isEmpty() || timing.isEmpty() || weights.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new NamedCheck(name, check.get(), timing.get(), place, weights.get()));
  }

  /** What other types have, and this one has not. */
  private static void refuse(Section section, CheckKind kind, Collection<CheckKind> kinds) {
    for (String key : section.keys()) {
      List<String> owners =
          kinds.stream().filter(each -> each.keys().contains(key)).map(CheckKind::type).toList();
      if (!owners.isEmpty() && !kind.keys().contains(key)) {
        section.refuse(key, "belongs to checks of type " + String.join(", ", owners));
      }
    }
    EndpointReader.refuse(section, kind);
  }

  /** Else it could never succeed. */
  private static void requireTime(Section section, Check check, Timing timing) {
    if (check instanceof Check.Probed probed
        && probed.patience().compareTo(timing.timeout()) >= 0) {
      section.error(
          "timeout",
          "timeout must be longer than the time that the check waits in any case, "
              + Durations.text(probed.patience())
              + ", found "
              + Durations.text(timing.timeout()));
    }
  }

  private static Place place(Section section, Place base) {
    OptionalInt port = section.integer("port", 1, 65_535);
    return new Place(
        EndpointReader.address(section, "address").or(base::address),
        port.isPresent() ? port : base.port(),
        EndpointReader.route(section, base.route()),
        EndpointReader.proxyHeader(section, base.proxy()),
        TlsReader.read(section, base.tls()));
  }

  private static NamedCheck plain(String name, Check check) {
    return new NamedCheck(name, check, TIMING, Place.OF_SERVER);
  }

  private static Map<String, NamedCheck> words() {
    Map<String, NamedCheck> words = new LinkedHashMap<>();
    CheckKinds.all()
        .forEach(
            (type, kind) -> kind.plain().ifPresent(check -> words.put(type, plain(type, check))));
    return words;
  }
}
