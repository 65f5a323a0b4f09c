package io.directord.director.config;

import com.typesafe.config.ConfigValue;
import io.directord.health.Check;
import io.directord.health.dns.DnsCheck;
import io.directord.health.dns.Rcode;
import io.directord.health.dns.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what only checks of name servers have. */
final class DnsCheckReader {
  static final List<CheckKind> KINDS =
      List.of(
          new CheckKind(
              "dns",
              CheckKind.Way.DATAGRAM,
              Optional.empty(),
              Set.of("query", "record", "rcode", "answer", "recursion", "transport"),
              DnsCheckReader::read));

  private static final DnsCheck DEFAULT =
      new DnsCheck(
          ".", RecordType.A, Set.of(Rcode.NOERROR), Optional.empty(), true, DnsCheck.Transport.UDP);

  private static final Map<String, RecordType> RECORDS =
      words(RecordType.values(), RecordType::name);
  private static final Map<String, Rcode> RCODES =
      words(Rcode.values(), rcode -> rcode.name().toLowerCase(Locale.ROOT));
  private static final Map<String, DnsCheck.Transport> TRANSPORTS =
      Map.of("udp", DnsCheck.Transport.UDP, "tcp", DnsCheck.Transport.TCP);

  private DnsCheckReader() {}

  private static Optional<Check> read(Section section, Optional<Check> base) {
    if (base.isEmpty() && section.lacks("query", "the name to ask for")) {
      return Optional.empty();
    }
    DnsCheck defaults = (DnsCheck) base.orElse(DEFAULT);
    String query = section.text("query").orElse(defaults.query());
    RecordType record = section.choice("record", RECORDS, defaults.record());
    Set<Rcode> rcodes = section.has("rcode") ? rcodes(section) : defaults.rcodes();
    Optional<String> answer = section.text("answer").or(defaults::answer);
    boolean recursion = section.flag("recursion", defaults.recursion());
    DnsCheck.Transport transport = section.choice("transport", TRANSPORTS, defaults.transport());
    if (!section.clean()) {
      return Optional.empty();
    }
    return section.build(() -> new DnsCheck(query, record, rcodes, answer, recursion, transport));
  }

  private static Set<Rcode> rcodes(Section section) {
    List<Rcode> rcodes = new ArrayList<>();
    for (ConfigValue value : section.list("rcode", RCODES.size())) {
      String word = Values.text(value).orElse("").toLowerCase(Locale.ROOT);
      if (RCODES.containsKey(word)) {
        rcodes.add(RCODES.get(word));
      } else {
        section.error(
            value,
            "rcode must be one of "
                + RCODES.keySet().stream().sorted().collect(Collectors.joining(", "))
                + ", found "
                + Values.describe(value));
      }
    }
    return rcodes.isEmpty() ? EnumSet.noneOf(Rcode.class) : EnumSet.copyOf(rcodes);
  }

  private static <T> Map<String, T> words(T[] values, Function<T, String> word) {
    return Arrays.stream(values).collect(Collectors.toMap(word, value -> value));
  }
}
