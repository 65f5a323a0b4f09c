package io.directord.failover;

import io.directord.failover.address.HeldAddress;
import io.directord.failover.address.HeldRoute;
import io.directord.failover.address.LinkSysctls;
import io.directord.failover.address.NetworkPlanner;
import io.directord.failover.address.NetworkPlanner.Held;
import io.directord.failover.address.VirtualLink;
import io.directord.kernel.Errno;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.Network;
import io.directord.kernel.link.NetworkChange;
import io.directord.kernel.link.NetworkRefusal;
import io.directord.kernel.link.RuleSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes the routes and rules of this node those of its Active routers, and keeps them so; and has
 * the interfaces made, or set, that the addresses need. What it put in is known by its tag.
 * Confined to its loop.
 */
final class NetworkKeeper {
  private final NetworkWork work;
  private final Links links;
  private final VirtualLinkKeeper virtualLinks;
  private final VirtualLinkKeeper.Sysctls sysctls;
  private final Consumer<FailoverEvent> onEvent;
  private final boolean passive;
  private final Set<String> holding = new HashSet<>();
  private final Set<NetworkChange> settled = new HashSet<>();
  private final Set<Integer> promoting = new HashSet<>();
  private Map<String, RouterSettings> routers = Map.of();
  private Map<String, Integer> indexes = Map.of();

  /** Whether there may be something of ours: a full table of routes is long to read. */
  private boolean unclean = true;

  /** Needs a {@link #start}. */
  NetworkKeeper(
      Executor loop,
      Links links,
      Network network,
      VirtualLinkKeeper.Sysctls sysctls,
      Consumer<FailoverEvent> onEvent,
      Consumer<Throwable> onBug,
      boolean passive) {
    this.work = new NetworkWork(loop, network, onEvent, onBug);
    this.links = links;
    this.sysctls = sysctls;
    this.virtualLinks = new VirtualLinkKeeper(work, links, sysctls);
    this.onEvent = onEvent;
    this.passive = passive;
  }

  /** Makes the interfaces that the addresses will be added to. */
  CompletionStage<Void> start(List<RouterSettings> settings) {
    take(settings);
    return passive
        ? CompletableFuture.completedStage(null)
        : work.inTurn(() -> virtualLinks.look().thenCompose(_ -> noteLinks()));
  }

  /** Makes what these will need besides, before they are taken. */
  CompletionStage<Void> prepare(List<RouterSettings> settings) {
    return passive
        ? CompletableFuture.completedStage(null)
        : work.inTurn(() -> virtualLinks.prepare(links(settings)));
  }

  /** What the routers are to be, from the next look on. */
  void take(List<RouterSettings> settings) {
    Map<String, RouterSettings> taken = new LinkedHashMap<>();
    settings.forEach(router -> taken.put(router.name(), router));
    unclean |= !routers.equals(taken);
    routers = taken;
    holding.retainAll(taken.keySet());
    virtualLinks.take(links(settings));
  }

  /** Its addresses are in: so may be what leads from and to them. */
  CompletionStage<Void> claimed(String router) {
    RouterSettings settings = routers.get(router);
    if (passive || settings == null) {
      return CompletableFuture.completedStage(null);
    }
    holding.add(router);
    if (!hasNetwork(settings)) {
      return CompletableFuture.completedStage(null);
    }
    return work.inTurn(() ->
        holding.contains(router)
            ? work.apply(
                    NetworkPlanner.claim(held(Stream.of(settings)), indexes),
                    refusal -> refusal.errno() == Errno.EEXIST)
                .thenAccept(settled::addAll)
            : CompletableFuture.completedStage(null));
  }

  /**
   * Its addresses are about to go: completes when they may.
   *
   * @param adopted as in {@link #look}
   */
  CompletionStage<Void> released(String router, Set<String> adopted) {
    RouterSettings settings = routers.get(router);
    if (!holding.remove(router) || settings == null || passive || !hasNetwork(settings)) {
      return CompletableFuture.completedStage(null);
    }
    Set<String> spared = Set.copyOf(adopted);
    return work.inTurn(() -> routes(spared));
  }

  /**
   * Puts back what is missing, takes away what is left over.
   *
   * @param adopted routers whose routes and rules of an earlier run stay for now
   */
  CompletionStage<Void> look(Set<String> adopted) {
    if (passive) {
      return CompletableFuture.completedStage(null);
    }
    Set<String> spared = Set.copyOf(adopted);
    return work.inTurn(() ->
        virtualLinks
            .look()
            .thenCompose(_ -> noteLinks())
            .thenComposeAsync(_ -> routes(spared), work.loop())
            .thenRun(work::looked));
  }

  /** Takes the interfaces away on which no router holds addresses any more. */
  CompletionStage<Void> close() {
    Set<String> used = new HashSet<>();
    routers.values().stream()
        .filter(router -> holding.contains(router.name()))
        .flatMap(router -> router.virtualLink().stream())
        .forEach(link -> used.add(link.name()));
    return passive
        ? CompletableFuture.completedStage(null)
        : work.inTurn(() -> virtualLinks.close(used));
  }

  private CompletionStage<Void> noteLinks() {
    return links
        .links()
        .thenAcceptAsync(
            seen -> {
              Map<String, Integer> named = new HashMap<>();
              for (Link link : seen) {
                named.put(link.name(), link.index());
              }
              indexes = named;
              promote();
            },
            work.loop());
  }

  /** Where addresses of a subnet come and go, the others of it stay. */
  private void promote() {
    promoting.retainAll(indexes.values());
    for (RouterSettings router : routers.values()) {
      for (HeldAddress held : router.addresses()) {
        Integer index = indexes.get(held.device());
        if (held.inSubnet() && index != null && promoting.add(index)) {
          sysctls.write(LinkSysctls.ofSubnet(held.device())).ifPresent(work::tell);
        }
      }
    }
  }

  private CompletionStage<Void> routes(Set<String> adopted) {
    if (!unclean && routers.values().stream().noneMatch(NetworkKeeper::hasNetwork)) {
      return CompletableFuture.completedStage(null);
    }
    Network network = work.network();
    return network
        .routes(HeldAddress.TAG)
        .thenCombine(network.rules(HeldAddress.TAG), NetworkPlanner.Seen::new)
        .thenComposeAsync(seen -> putRight(seen, adopted), work.loop());
  }

  private CompletionStage<Void> putRight(NetworkPlanner.Seen seen, Set<String> adopted) {
    Held wanted = held(routers.values().stream().filter(each -> holding.contains(each.name())));
    Held spared = held(routers.values().stream().filter(each -> adopted.contains(each.name())));
    List<NetworkChange> changes = NetworkPlanner.plan(wanted, spared, indexes, seen);
    unclean = !adopted.isEmpty() || changes.stream().anyMatch(each -> !adds(each));
    return work.apply(changes, NetworkKeeper::harmless)
        .thenAccept(done -> {
          done.stream()
              .filter(settled::contains)
              .forEach(change -> onEvent.accept(new FailoverEvent.NetworkRestored(change.ip())));
          settled.clear();
          settled.addAll(NetworkPlanner.claim(wanted, indexes));
          changes.stream().filter(each -> !done.contains(each)).forEach(settled::remove);
        });
  }

  private static boolean adds(NetworkChange change) {
    return change instanceof NetworkChange.AddRoute || change instanceof NetworkChange.AddRule;
  }

  private static List<VirtualLink> links(List<RouterSettings> settings) {
    return settings.stream().flatMap(router -> router.virtualLink().stream()).toList();
  }

  private static boolean hasNetwork(RouterSettings router) {
    return !router.routes().isEmpty() || !router.rules().isEmpty();
  }

  private static Held held(Stream<RouterSettings> routers) {
    List<HeldRoute> routes = new ArrayList<>();
    List<RuleSpec> rules = new ArrayList<>();
    routers.forEach(router -> {
      routes.addAll(router.routes());
      rules.addAll(router.rules());
    });
    return new Held(routes, rules);
  }

  private static boolean harmless(NetworkRefusal refusal) {
    return !adds(refusal.change())
        && (refusal.errno() == Errno.ESRCH || refusal.errno() == Errno.ENOENT);
  }
}
