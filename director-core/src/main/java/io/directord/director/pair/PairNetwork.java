package io.directord.director.pair;

import io.directord.director.config.Prefix;
import io.directord.director.config.RouterConfig;
import io.directord.director.config.VirtualRoute;
import io.directord.director.config.VirtualRule;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.address.HeldRoute;
import io.directord.failover.address.VirtualLink;
import io.directord.kernel.Family;
import io.directord.kernel.link.RuleSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says what a virtual router holds beside its addresses in the words of failover. Pure. */
final class PairNetwork {
  private PairNetwork() {}

  /** All addresses, advertised or not. */
  static List<HeldAddress> addresses(RouterConfig router) {
    return Stream.concat(router.addresses().stream(), router.holding().excludedAddresses().stream())
        .map(address -> PairSettings.held(router, address))
        .toList();
  }

  static List<HeldRoute> routes(RouterConfig router) {
    return router.holding().routes().stream().map(PairNetwork::route).toList();
  }

  static List<RuleSpec> rules(RouterConfig router) {
    return router.holding().rules().stream().map(PairNetwork::rule).toList();
  }

  static Optional<VirtualLink> virtualLink(RouterConfig router) {
    return router
        .holding()
        .virtualMac()
        .map(name -> VirtualLink.of(name, router.interfaceName(), router.family(), router.vrid()));
  }

  private static HeldRoute route(VirtualRoute route) {
    return new HeldRoute(
        prefix(route.to()),
        route.via(),
        route.device(),
        route.source(),
        Math.toIntExact(route.table()),
        route.metric().orElse(0));
  }

  private static RuleSpec rule(VirtualRule rule) {
    return new RuleSpec(
        rule.family() == Family.IPV6,
        network(rule.from()),
        network(rule.to()),
        rule.interfaceName(),
        Optional.empty(),
        rule.mark().isPresent()
            ? Optional.of(new RuleSpec.Mark(rule.mark().getAsLong(), RuleSpec.Mark.ALL))
            : Optional.empty(),
        Math.toIntExact(rule.table()),
        rule.priority(),
        HeldAddress.TAG);
  }

  /** Everything is what the kernel says nothing of. */
  private static Optional<io.directord.kernel.link.Prefix> network(Optional<Prefix> network) {
    return network.filter(prefix -> prefix.length() > 0).map(PairNetwork::prefix);
  }

  private static io.directord.kernel.link.Prefix prefix(Prefix prefix) {
    return new io.directord.kernel.link.Prefix(prefix.address(), prefix.length());
  }
}
