package io.directord.director.reconcile;

import io.directord.director.config.DirectorConfig;
import io.directord.director.reconcile.ServerDecision.Placement;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.ObservedServer;
import io.directord.kernel.ipvs.ObservedService;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServiceKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a configuration would take so many of the servers that are in service out of it that it
 * is hardly meant so. A server that keeps one of its addresses stays, whatever it is called then.
 * Pure.
 */
public final class ReloadGuard {
  private static final int NAMES_SHOWN_MAX = 5;

  /** One server at one address of its service, as the kernel knows it. */
  private record Place(ServiceKey service, ServerKey server) {}

  private ReloadGuard() {}

  /**
   * The sentence of a refusal; empty when the configuration may be taken over.
   *
   * @param now what was decided in the last round
   * @param next the configuration in question, with what is known of health and overrides
   * @param percent of the servers in service that may be lost; zero: no limit
   */
  public static Optional<String> refusal(
      List<ServiceDecision> now,
      Inputs next,
      IpvsTable table,
      Set<ServiceKey> owned,
      int percent,
      long nowNanos) {
    Map<String, Set<Place>> serving = places(now, table);
    if (percent == 0 || serving.isEmpty()) {
      return Optional.empty();
    }
    Goal goal =
        Decider.decide(
            next.config(), next.health(), next.overrides(), table, owned, Goal.NONE, nowNanos);
    Set<Place> left = new HashSet<>();
    places(goal.decisions(), table).values().forEach(left::addAll);
    List<String> lost =
        serving.entrySet().stream()
            .filter(each -> each.getValue().stream().noneMatch(left::contains))
            .map(Map.Entry::getKey)
            .toList();
    return lost.size() * 100L > (long) percent * serving.size()
        ? Optional.of(sentence(lost, serving.size(), percent, next.config()))
        : Optional.empty();
  }

  /** Where each server, by {@code SERVICE/SERVER}, gets new connections. */
  private static Map<String, Set<Place>> places(List<ServiceDecision> services, IpvsTable table) {
    Map<String, Set<Place>> serving = new LinkedHashMap<>();
    for (ServiceDecision service : services) {
      for (ServerDecision server : service.servers()) {
        for (ServiceKey key : service.service().keys()) {
          ServerKey at = server.server().keyFor(key);
          if (serves(server, table, key, at)) {
            serving
                .computeIfAbsent(
                    service.service().name() + "/" + server.server().name(), _ -> new HashSet<>())
                .add(new Place(key, at));
          }
        }
      }
    }
    return serving;
  }

  private static boolean serves(
      ServerDecision server, IpvsTable table, ServiceKey service, ServerKey at) {
    return switch (server.placement()) {
      case Placement.At(int weight) -> weight > 0;
      case Placement.Out() -> false;
      case Placement.AsFound() -> {
        ObservedService found = table.services().get(service);
        ObservedServer held = found == null ? null : found.servers().get(at);
        yield held != null && held.spec().weight() > 0;
      }
    };
  }

  private static String sentence(List<String> lost, int all, int percent, DirectorConfig next) {
    int shown = Math.min(lost.size(), NAMES_SHOWN_MAX);
    String names =
        String.join(", ", lost.subList(0, shown))
            + (lost.size() > shown ? " and " + (lost.size() - shown) + " more" : "");
    return "this configuration would take "
        + lost.size()
        + " of the "
        + all
        + " servers in service out of service ("
        + names
        + "), more than reload-guard = "
        + percent
        + "% allows"
        + (next.services().isEmpty() ? "; it has no virtual service at all" : "");
  }
}
