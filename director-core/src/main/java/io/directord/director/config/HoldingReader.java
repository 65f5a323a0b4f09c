package io.directord.director.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.directord.kernel.Family;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads how an active virtual router holds its addresses, and what it holds beside them. */
final class HoldingReader {
  private HoldingReader() {}

  static Optional<Holding> read(Section section, int vrid, Family family) {
    boolean accept = section.flag("accept", true);
    boolean restore = section.flag("restore-addresses", true);
    boolean defence = section.flag("conflict-defence", true);
    Optional<Duration> lease = section.duration("lease", Holding.LEASE_MIN, Holding.LEASE_MAX);
    Optional<String> virtualMac = virtualMac(section, vrid, family);
    List<VirtualAddress> excluded = VirtualAddressReader.read(section, "excluded-addresses");
    List<VirtualRoute> routes = routes(section, family);
    List<VirtualRule> rules = rules(section, family);
    return section.build(
        () -> new Holding(accept, restore, defence, lease, virtualMac, excluded, routes, rules));
  }

  /** {@code true} stands for a name made of the family and the vrid. */
  private static Optional<String> virtualMac(Section section, int vrid, Family family) {
    return section
        .text("virtual-mac")
        .flatMap(text ->
            switch (text) {
              case "false", "no", "off" -> Optional.empty();
              case "true", "yes", "on" ->
                  Optional.of((family == Family.IPV4 ? "vrrp." : "vrrp6.") + vrid);
              default -> Optional.of(text);
            });
  }

  private static List<VirtualRoute> routes(Section section, Family family) {
    List<VirtualRoute> routes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (ConfigValue value : section.list("virtual-routes", Limits.ROUTES_MAX)) {
      Optional<VirtualRoute> route =
          value instanceof ConfigObject
              ? section
                  .section("virtual-routes", value)
                  .flatMap(child -> RouteReader.route(child, family))
              : plain(section, value, "virtual-routes", text -> RouteReader.route(text, family));
      if (route.isPresent() && !seen.add(RouteReader.key(route.get()))) {
        section.error(value, "route " + route.get().text() + " stands twice");
      }
      route.ifPresent(routes::add);
    }
    return routes;
  }

  private static List<VirtualRule> rules(Section section, Family family) {
    List<VirtualRule> rules = new ArrayList<>();
    for (ConfigValue value : section.list("virtual-rules", Limits.RULES_MAX)) {
      Optional<VirtualRule> rule =
          value instanceof ConfigObject
              ? section
                  .section("virtual-rules", value)
                  .flatMap(child -> RouteReader.rule(child, family))
              : plain(section, value, "virtual-rules", text -> RouteReader.rule(text, family));
      if (rule.isPresent() && rules.contains(rule.get())) {
        section.error(value, "rule " + rule.get().text() + " stands twice");
      }
      rule.ifPresent(rules::add);
    }
    return rules;
  }

  private static <T> Optional<T> plain(
      Section section, ConfigValue value, String key, Function<String, T> parser) {
    Optional<String> text = Values.text(value);
    if (text.isEmpty()) {
      section.error(value, key + " must hold objects or text, found " + Values.describe(value));
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(text.get()));
    } catch (IllegalArgumentException e) {
      section.error(value, key + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
