package io.directord.director.admin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.Suggestions;
import io.directord.director.config.VirtualService;
import io.directord.director.reconcile.OperatorOverride;
import io.directord.kernel.ipvs.ServerSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks for about one server. Pure.
 *
 * @param kind absent: that whatever was said of it is taken back
 * @param claim who they say they are
 * @param lasting until it ends by itself; absent: for good
 */
record OverrideRequest(
    Optional<OperatorOverride.Kind> kind,
    String server,
    OptionalInt weight,
    String claim,
    String reason,
    Optional<Duration> lasting) {
  static final Duration LASTING_MAX = Duration.ofDays(366);
  private static final int NAMES_SHOWN_MAX = 10;

  private static final Map<String, OperatorOverride.Kind> KINDS =
      Map.of(
          "weight", OperatorOverride.Kind.WEIGHT,
          "drain", OperatorOverride.Kind.DRAIN,
          "disable", OperatorOverride.Kind.DISABLE);

  /** A request, or the sentence that says what is wrong with it. */
  record Parsed(@Nullable OverrideRequest request, String problem) {
    private static Parsed wrong(String problem) {
      return new Parsed(null, problem);
    }
  }

  static Parsed parse(Config request) {
    String kind;
    OverrideRequest parsed;
    try {
      kind = request.getString("kind");
      parsed =
          new OverrideRequest(
              Optional.ofNullable(KINDS.get(kind)),
              request.getString("server"),
              request.hasPath("weight")
                  ? OptionalInt.of(request.getInt("weight"))
                  : OptionalInt.empty(),
              request.hasPath("by") ? request.getString("by") : "",
              request.hasPath("reason") ? request.getString("reason").replace('"', '\'') : "",
              request.hasPath("seconds")
                  ? Optional.of(Duration.ofSeconds(request.getLong("seconds")))
                  : Optional.empty());
    } catch (ConfigException malformed) {
      return Parsed.wrong(
          "the request needs \"kind\" and \"server\" as text; \"weight\" and \"seconds\" are whole"
              + " numbers");
    }
    boolean enable = kind.equals("enable");
    if (parsed.kind().isEmpty() && !enable) {
      return Parsed.wrong("unknown kind \"" + kind + "\": weight, drain, disable or enable");
    }
    String problem = parsed.problem(enable);
    return problem.isEmpty() ? new Parsed(parsed, "") : Parsed.wrong(problem);
  }

  private String problem(boolean enable) {
    if (weight.isPresent() != kind.equals(Optional.of(OperatorOverride.Kind.WEIGHT))) {
      return "\"weight\" goes with the kind \"weight\", and only with it";
    }
    if (weight.isPresent()
        && (weight.getAsInt() < 0 || weight.getAsInt() > ServerSpec.WEIGHT_MAX)) {
      return "weight must be 0..65535, found " + weight.getAsInt();
    }
    if (enable && (lasting.isPresent() || !reason.isEmpty())) {
      return "to enable takes back what was said: it has neither an end nor a reason";
    }
    if (lasting.isPresent()
        && (lasting.get().toSeconds() < 1 || lasting.get().compareTo(LASTING_MAX) > 0)) {
      return "an override lasts 1s to 366d, or for good";
    }
    return "";
  }

  /** Empty, or why this is no server of the configuration; with what may have been meant. */
  static String unknown(DirectorConfig config, String id) {
    int slash = id.indexOf('/');
    String serviceName = slash < 0 ? id : id.substring(0, slash);
    String serverName = id.substring(slash + 1);
    Optional<VirtualService> service =
        config.services().stream().filter(each -> each.name().equals(serviceName)).findFirst();
    if (service.isEmpty()) {
      return unknownService(config, serviceName, slash < 0);
    }
    List<String> servers = service.get().servers().stream().map(RealServer::name).toList();
    if (slash > 0 && servers.contains(serverName)) {
      return "";
    }
    return slash < 0
        ? "name a server as SERVICE/SERVER; service \"" + serviceName + "\" has: " + names(servers)
        : "no server \""
            + serverName
            + "\" in service \""
            + serviceName
            + "\", which has: "
            + names(servers)
            + Suggestions.of(serverName, servers);
  }

  private static String unknownService(DirectorConfig config, String name, boolean alone) {
    List<String> services = config.services().stream().map(VirtualService::name).toList();
    List<String> meant =
        alone
            ? config.services().stream()
                .filter(service ->
                    service.servers().stream().anyMatch(server -> server.name().equals(name)))
                .map(service -> service.name() + "/" + name)
                .toList()
            : List.of();
    return meant.isEmpty()
        ? "no service \""
            + name
            + "\"; there are: "
            + names(services)
            + Suggestions.of(name, services)
        : "name a server as SERVICE/SERVER; did you mean " + names(meant) + "?";
  }

  static String names(List<String> names) {
    int shown = Math.min(names.size(), NAMES_SHOWN_MAX);
    String text = String.join(", ", names.subList(0, shown));
    return names.size() > shown ? text + ", and " + (names.size() - shown) + " more" : text;
  }

  /** The word for it. */
  String word() {
    return kind.map(each -> each.name().toLowerCase(Locale.ROOT)).orElse("enable");
  }
}
