package io.directord.failover;

import io.directord.failover.address.AddressPlanner;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.address.HeldRoute;
import io.directord.failover.address.NetworkPlanner;
import io.directord.failover.address.VirtualLink;
import io.directord.failover.address.VirtualLinkPlanner;
import io.directord.failover.filter.AcceptFilter;
import io.directord.failover.filter.PacketFilter;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.AddressChange;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.Network;
import io.directord.kernel.link.NetworkChange;
import io.directord.kernel.link.RuleSpec;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Takes away what a director that ended without a farewell has left behind: addresses that the
 * other one has claimed by now. Thread-safe.
 */
public final class Sweep {
  /** What the routers hold, all together. */
  public record Belongings(
      List<HeldAddress> addresses,
      List<HeldRoute> routes,
      List<RuleSpec> rules,
      List<VirtualLink> links) {
    public Belongings {
      addresses = List.copyOf(addresses);
      routes = List.copyOf(routes);
      rules = List.copyOf(rules);
      links = List.copyOf(links);
    }
  }

  /**
   * What became of it, in the words of iproute2 and of the packet filter's program.
   *
   * @param refused with the reason
   */
  public record Swept(List<String> removed, List<String> refused) {}

  private record Plan(
      List<NetworkChange> paths, List<AddressChange> addresses, List<NetworkChange> links) {}

  private Sweep() {}

  /** Rules, routes, addresses, links, in this order. Both adapters are on one loop. */
  public static CompletionStage<Swept> run(Links links, Network network, Belongings all) {
    return run(links, network, all, KernelTags.kept());
  }

  static CompletionStage<Swept> run(Links links, Network network, Belongings all, boolean tags) {
    List<String> removed = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    return plan(links, network, all, tags)
        .thenCompose(plan ->
            apply(network, plan.paths(), removed, refused)
                .thenCompose(_ -> apply(links, plan.addresses(), removed, refused))
                .thenCompose(_ -> apply(network, plan.links(), removed, refused)))
        .thenApply(_ -> new Swept(List.copyOf(removed), List.copyOf(refused)));
  }

  /** Rules of the packet filter, when no address is left that they are for. Waits for programs. */
  public static Swept acceptRules() throws InterruptedException {
    return acceptRules(AcceptFilter.open());
  }

  static Swept acceptRules(PacketFilter<?> filter) throws InterruptedException {
    PacketFilter.Removed removed = filter.remove();
    return new Swept(removed.removed(), removed.refused());
  }

  private static CompletionStage<Plan> plan(
      Links links, Network network, Belongings all, boolean tags) {
    CompletionStage<NetworkPlanner.Seen> paths =
        network
            .routes(HeldAddress.TAG)
            .thenCombine(network.rules(HeldAddress.TAG), NetworkPlanner.Seen::new);
    return links
        .links()
        .thenCompose(present ->
            links
                .addresses()
                .thenCombine(
                    paths, (addresses, seen) -> plan(all, present, addresses, seen, tags)));
  }

  private static Plan plan(
      Belongings all,
      List<Link> links,
      List<Address> addresses,
      NetworkPlanner.Seen seen,
      boolean tags) {
    Map<String, Integer> indexes = new HashMap<>();
    links.forEach(link -> indexes.put(link.name(), link.index()));
    Set<InetAddress> ours = new HashSet<>();
    all.addresses().forEach(held -> ours.add(held.address()));
    return new Plan(
        NetworkPlanner.remove(new NetworkPlanner.Held(all.routes(), all.rules()), indexes, seen),
        AddressPlanner.plan(
            new AddressPlanner.Goal(Map.of(), ours, Set.of()),
            indexes,
            addresses.stream().filter(each -> ours.contains(each.address())).toList(),
            tags),
        VirtualLinkPlanner.plan(List.of(), all.links(), links));
  }

  private static CompletionStage<Void> apply(
      Network network, List<NetworkChange> changes, List<String> removed, List<String> refused) {
    return network
        .apply(changes)
        .thenAccept(result -> {
          List<NetworkChange> done = new ArrayList<>(changes);
          result.refused().forEach(each -> done.remove(each.change()));
          done.forEach(each -> removed.add(each.ip()));
          result.refused().forEach(each -> refused.add(each.text()));
        });
  }

  private static CompletionStage<Void> apply(
      Links links, List<AddressChange> changes, List<String> removed, List<String> refused) {
    return links
        .apply(changes)
        .thenAccept(result -> {
          List<AddressChange> done = new ArrayList<>(changes);
          result.refused().forEach(each -> done.remove(each.change()));
          done.forEach(each -> removed.add(each.ip()));
          result.refused().forEach(each -> refused.add(each.text()));
        });
  }
}
