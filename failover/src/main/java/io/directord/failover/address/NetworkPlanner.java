package io.directord.failover.address;

import io.directord.kernel.link.NetworkChange;
import io.directord.kernel.link.RouteSpec;
import io.directord.kernel.link.RuleSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns the difference between routes and rules wanted and observed into ordered changes. Those
 * observed are ours by their tag. Pure.
 */
public final class NetworkPlanner {
  /** Routes and rules of some virtual routers. */
  public record Held(List<HeldRoute> routes, List<RuleSpec> rules) {
    public Held {
      routes = List.copyOf(routes);
      rules = List.copyOf(rules);
    }
  }

  /** What the kernel has under our tag. */
  public record Seen(List<RouteSpec> routes, List<RuleSpec> rules) {
    public Seen {
      routes = List.copyOf(routes);
      rules = List.copyOf(rules);
    }
  }

  private NetworkPlanner() {}

  /**
   * A route before the rule that leads to it; and what is left over the other way round, last. Only
   * a route that is in the way of another goes first: the kernel takes one of each network, table
   * and metric.
   *
   * @param spared not to be removed for now, wanted or not
   * @param links by name
   */
  public static List<NetworkChange> plan(
      Held wanted, Held spared, Map<String, Integer> links, Seen seen) {
    List<RouteSpec> missing = new ArrayList<>();
    List<NetworkChange> adding = new ArrayList<>();
    for (HeldRoute route : wanted.routes()) {
      route
          .spec(links)
          .filter(spec -> seen.routes().stream().noneMatch(each -> same(spec, each)))
          .ifPresent(spec -> {
            missing.add(spec);
            adding.add(new NetworkChange.AddRoute(spec, route.device().orElse("")));
          });
    }
    for (RuleSpec rule : wanted.rules()) {
      if (!seen.rules().contains(rule)) {
        adding.add(new NetworkChange.AddRule(rule));
      }
    }
    List<NetworkChange> inTheWay = new ArrayList<>();
    List<NetworkChange> leftOver = new ArrayList<>();
    for (RuleSpec rule : seen.rules()) {
      if (!wanted.rules().contains(rule) && !spared.rules().contains(rule)) {
        leftOver.add(new NetworkChange.RemoveRule(rule));
      }
    }
    for (RouteSpec route : seen.routes()) {
      if (matches(wanted, route, links)) {
        continue;
      }
      NetworkChange removal = new NetworkChange.RemoveRoute(route, name(links, route.linkIndex()));
      if (missing.stream().anyMatch(each -> samePlace(each, route))) {
        inTheWay.add(removal);
      } else if (!matches(spared, route, links)) {
        leftOver.add(removal);
      }
    }
    List<NetworkChange> changes = new ArrayList<>(inTheWay);
    changes.addAll(adding);
    changes.addAll(leftOver);
    return changes;
  }

  /** All of them, whether present or not: a claim without a look first. */
  public static List<NetworkChange> claim(Held held, Map<String, Integer> links) {
    return plan(held, new Held(List.of(), List.of()), links, new Seen(List.of(), List.of()));
  }

  /** What of these the kernel has, rules first: when the daemon is gone. */
  public static List<NetworkChange> remove(Held held, Map<String, Integer> links, Seen seen) {
    Seen ours =
        new Seen(
            seen.routes().stream().filter(route -> matches(held, route, links)).toList(),
            seen.rules().stream().filter(held.rules()::contains).toList());
    Held nothing = new Held(List.of(), List.of());
    return plan(nothing, nothing, links, ours);
  }

  private static boolean matches(Held held, RouteSpec seen, Map<String, Integer> links) {
    return held.routes().stream()
        .anyMatch(route -> route.spec(links).filter(spec -> same(spec, seen)).isPresent());
  }

  /** Where no interface was asked for, the kernel says the one that it chose. */
  private static boolean same(RouteSpec wanted, RouteSpec seen) {
    return samePlace(wanted, seen)
        && wanted.gateway().equals(seen.gateway())
        && (wanted.linkIndex() == 0 || wanted.linkIndex() == seen.linkIndex())
        && wanted.source().equals(seen.source())
        && wanted.type() == seen.type();
  }

  private static boolean samePlace(RouteSpec a, RouteSpec b) {
    return a.destination().equals(b.destination())
        && a.table() == b.table()
        && a.metric() == b.metric();
  }

  private static String name(Map<String, Integer> links, int index) {
    return links.entrySet().stream()
        .filter(link -> link.getValue() == index)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("if" + index);
  }
}
