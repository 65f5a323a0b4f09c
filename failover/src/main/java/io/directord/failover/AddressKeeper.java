package io.directord.failover;

import io.directord.failover.address.AddressPlanner;
import io.directord.failover.address.HeldAddress;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.AddressChange;
import io.directord.kernel.link.AddressSpec;
import io.directord.kernel.link.LinkEvent;
import io.directord.kernel.link.Links;
import io.directord.kernel.packet.Poller;
import io.directord.kernel.packet.RealTime;
import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes the addresses of this node those of its Active routers, keeps them so, and has them
 * announced. Reads the kernel before it changes anything, except at a claim, where each millisecond
 * counts and adding twice does no harm. Confined to its loop; the heartbeat posts to it and never
 * waits for it.
 */
final class AddressKeeper implements AutoCloseable {
  /** Addresses are added in portions, so that the first are announced while the last wait. */
  private static final int PORTION = 128;

  private final GuardedLoop loop;
  private final Links links;
  private final Consumer<FailoverEvent> onEvent;
  private final boolean passive;
  private final boolean tags = KernelTags.kept();
  private final Holdings holdings = new Holdings();
  private final KernelAddresses kernel;
  private final Announcing announcing;
  private final Sweeping sweeping;
  private final Leases leases;
  private final NetworkKeeper network;

  /**
   * Needs a {@link #start}.
   *
   * @param network told of the routers, their claims and releases; on the same loop
   * @param heartbeatTurns whether the heartbeat still runs: a lease is renewed for no hung one
   * @param passive looks on and changes nothing
   */
  AddressKeeper(
      IoEventLoop loop,
      Links links,
      NetworkKeeper network,
      Consumer<FailoverEvent> onEvent,
      Consumer<Throwable> onBug,
      BooleanSupplier heartbeatTurns,
      boolean passive) {
    this.loop = new GuardedLoop(loop, onBug);
    this.links = links;
    this.network = network;
    this.onEvent = onEvent;
    this.passive = passive;
    this.kernel = new KernelAddresses(links, loop, onEvent);
    this.announcing = new Announcing(loop, links, onEvent);
    this.sweeping =
        new Sweeping(this.loop, kernel, holdings, announcing, network, onEvent, passive, tags);
    this.leases = new Leases(this.loop, kernel, holdings, sweeping::table, heartbeatTurns, passive);
  }

  /**
   * Reads what there is and begins to listen. Answers with the routers whose addresses an earlier
   * run left behind.
   */
  CompletionStage<Set<String>> start(
      List<RouterSettings> settings, Consumer<LinkTable> linkListener) {
    CompletableFuture<Set<String>> done = new CompletableFuture<>();
    loop.post(() -> {
      RealTime.scheduleFifo(Heartbeat.FIFO_PRIORITY - 10); // refused: the heartbeat says so
      sweeping.onLinks(linkListener);
      take(settings);
      try {
        links.listen(event -> loop.post(() -> onLinkEvent(event)));
      } catch (KernelException refused) {
        done.completeExceptionally(refused);
        return;
      }
      network
          .start(settings)
          .thenComposeAsync(_ -> sweeping.read(), loop.loop())
          .whenComplete((observed, failure) -> {
            if (failure != null) {
              done.completeExceptionally(failure);
              return;
            }
            done.complete(holdings.adopt(observed.addresses(), tags));
            sweeping.sweep(observed);
            announcing.prepare(settings);
            rehearse();
            sweeping.lookAgain();
            leases.renew();
          });
    });
    return done;
  }

  /** Makes the interfaces that these will need, and has them known. From any thread. */
  CompletionStage<Void> prepare(List<RouterSettings> settings) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.post(() ->
        network
            .prepare(settings)
            .thenComposeAsync(_ -> sweeping.read(), loop.loop())
            .whenComplete((_, _) -> done.complete(null)));
    return done;
  }

  /** From any thread. */
  void configure(List<RouterSettings> settings) {
    loop.post(() -> {
      take(settings);
      announcing.prepare(settings);
      leases.renew();
      sweeping.lookSoon();
    });
  }

  /** From any thread. */
  void claim(String router, RouterCounters count) {
    long since = Poller.nowNanos();
    loop.post(() -> {
      holdings.claimed(router, count);
      RouterSettings settings = holdings.router(router);
      if (settings != null && !passive) {
        announcing.claimed(settings, count);
        addAll(settings, since);
      }
    });
  }

  /** From any thread. */
  CompletionStage<Void> release(String router) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.post(() -> {
      RouterSettings settings = holdings.router(router);
      if (!holdings.released(router) || settings == null) {
        sweeping.look().whenComplete((_, _) -> done.complete(null));
        return;
      }
      announcing.released(settings);
      int count = settings.addresses().size();
      holdings.leaving(router);
      network
          .released(router, holdings.adopted())
          .thenComposeAsync(
              _ -> {
                holdings.left(router);
                return sweeping.look();
              },
              loop.loop())
          .whenComplete((_, _) -> {
            onEvent.accept(new FailoverEvent.AddressesReleased(router, count));
            done.complete(null);
          });
    });
    return done;
  }

  /** A successor is awaited: the addresses answer on, but are neither announced nor defended. */
  void hush(String router) {
    loop.post(() -> {
      RouterSettings settings = holdings.router(router);
      if (settings != null) {
        announcing.released(settings);
      }
    });
  }

  /** An adopted router heard somebody else: from any thread. */
  void abandon(String router) {
    loop.post(() -> {
      if (holdings.abandon(router)) {
        sweeping.lookSoon();
      }
    });
  }

  /** Names of real servers by their addresses. From any thread. */
  void servers(Map<InetAddress, String> names) {
    loop.post(() -> announcing.servers(names));
  }

  /** A peer of this router was heard. From any thread. */
  void advertises(String router, InetAddress peer) {
    loop.post(() -> announcing.advertises(router, peer));
  }

  /** From any thread. */
  void announceAgain(String router) {
    loop.post(() -> {
      RouterSettings settings = holdings.router(router);
      if (settings != null && holdings.isActive(router)) {
        announcing.announce(
            settings, settings.addresses(), settings.announcements().onLowerPriority());
      }
    });
  }

  /** Waits for nothing. */
  @Override
  public void close() {
    end();
  }

  /** Completes when what was made for the addresses is gone too. From any thread. */
  CompletionStage<Void> end() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.post(() -> {
      kernel.close();
      sweeping.close();
      leases.close();
      announcing.close();
      network.close().whenComplete((_, _) -> done.complete(null));
    });
    return done;
  }

  private void take(List<RouterSettings> settings) {
    for (Holdings.Changed changed : holdings.take(settings)) {
      announcing.released(changed.before());
      announcing.claimed(changed.now(), holdings.counters(changed.now().name()));
      leases.changed(changed.before(), changed.now());
    }
    network.take(settings);
  }

  /**
   * Does what a claim does, for an interface that no kernel has: the first claim then finds all
   * code in place. Refused, and nobody is told.
   */
  private void rehearse() {
    if (!passive) {
      links.apply(
          List.of(
              new AddressChange.AddAddress(
                  Integer.MAX_VALUE, "none", AddressSpec.of(Groups.of(Family.IPV4), 32))));
    }
  }

  private void addAll(RouterSettings router, long sinceNanos) {
    List<HeldAddress> all = router.addresses();
    sweeping.hold(1);
    CompletableFuture<?>[] portions =
        new CompletableFuture<?>[(all.size() + PORTION - 1) / PORTION];
    for (int i = 0; i < portions.length; i++) {
      List<HeldAddress> portion = all.subList(i * PORTION, Math.min(all.size(), (i + 1) * PORTION));
      Map<HeldAddress, Optional<Duration>> leased = new LinkedHashMap<>();
      portion.forEach(held -> leased.put(held, router.lease()));
      portions[i] =
          kernel
              .apply(AddressPlanner.claim(leased, sweeping.table().indexes()))
              .thenRun(() -> announcing.announce(router, portion, 1))
              .toCompletableFuture();
    }
    CompletableFuture.allOf(portions)
        .whenComplete((_, failure) -> {
          if (failure == null) {
            onEvent.accept(
                new FailoverEvent.AddressesClaimed(
                    router.name(), all.size(), Poller.nowNanos() - sinceNanos));
            all.forEach(holdings::settle);
            announcing.announce(router, all, router.announcements().burst() - 1);
          }
          if (router.lease().isPresent()) {
            leases.renew(); // those of an earlier run were there, and perhaps not for long
          }
          network
              .claimed(router.name())
              .whenCompleteAsync(
                  (_, _) -> {
                    sweeping.hold(-1);
                    sweeping.lookSoon();
                  },
                  loop.loop());
        });
  }

  private void onLinkEvent(LinkEvent event) {
    switch (event) {
      case LinkEvent.NeighborChanged _, LinkEvent.NeighborGone _ -> {}
      case LinkEvent.AddressChanged _,
          LinkEvent.AddressGone _,
          LinkEvent.LinkChanged _,
          LinkEvent.LinkGone _,
          LinkEvent.Lost _ ->
          sweeping.lookSoon();
    }
  }
}
