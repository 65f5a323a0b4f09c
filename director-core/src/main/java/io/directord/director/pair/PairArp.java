package io.directord.director.pair;

import io.directord.director.config.DirectorConfig;
import io.directord.failover.FailoverEvent;
import io.directord.failover.RoutersView;
import io.directord.failover.RoutersView.RouterView;
import io.directord.failover.address.OtherHost;
import io.directord.failover.arp.ArpEvent;
import io.directord.failover.arp.ArpView;
import io.directord.failover.arp.ArpWatch;
import io.directord.failover.arp.Owner;
import io.directord.failover.vrrp.Role;
import io.directord.kernel.KernelException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The watch over real servers' ARP, with what elections know. A real server that claims an address
 * of its own service is told of here, whoever found it out, and in the same words on both nodes of
 * a pair. Thread-safe.
 */
final class PairArp implements AutoCloseable {
  private final ArpWatch watch;
  private final Consumer<FailoverEvent> onEvent;
  private volatile Supplier<RoutersView> routers = () -> RoutersView.EMPTY;
  private volatile Map<InetAddress, String> routersByAddress = Map.of();

  PairArp(Pair.Surroundings around) {
    this.onEvent = around.onEvent();
    this.watch =
        new ArpWatch(
            around.loop(),
            around.links(),
            new World(around.onBug()),
            around.clock(),
            around.shadow());
  }

  void start(Supplier<RoutersView> view, DirectorConfig config) throws KernelException {
    routers = view;
    watch.start();
    apply(config);
  }

  void apply(DirectorConfig config) {
    routersByAddress = PairSettings.routersByAddress(config);
    watch.update(PairSettings.watched(config), config.arpWatch().interval());
  }

  ArpView view() {
    return watch.view();
  }

  /** Passes on what failover tells, but for conflicts that are problems of the watch. */
  void onFailover(FailoverEvent event) {
    if (event instanceof FailoverEvent.AddressConflict(_, var address, var by, long heard)
        && by.kind() == OtherHost.Kind.REAL_SERVER
        && by.known().filter(server -> watch.told(address, server, by.mac(), heard)).isPresent()) {
      return;
    }
    onEvent.accept(event);
  }

  /** Who has an address, as elections stand. */
  static Owner owner(RoutersView view, String router) {
    RouterView found = view.router(router).orElse(null);
    if (found == null) {
      return new Owner.Undecided();
    }
    return found.role() == Role.ACTIVE
        ? new Owner.Here()
        : found
            .active()
            .<Owner>map(peer -> new Owner.Director(peer.address()))
            .orElseGet(Owner.Undecided::new);
  }

  /** All that advertise, or are configured to. */
  static Set<InetAddress> directors(RoutersView view) {
    Set<InetAddress> directors = new LinkedHashSet<>();
    for (RouterView router : view.routers()) {
      directors.addAll(router.settings().peers());
      router.active().ifPresent(peer -> directors.add(peer.address()));
      router.rival().ifPresent(rival -> directors.add(rival.address()));
    }
    return directors;
  }

  @Override
  public void close() {
    watch.close();
  }

  private final class World implements ArpWatch.World {
    private final Consumer<Throwable> onBug;

    World(Consumer<Throwable> onBug) {
      this.onBug = onBug;
    }

    @Override
    public Owner owner(InetAddress virtual) {
      String router = routersByAddress.get(virtual);
      return router == null ? new Owner.Fixed() : PairArp.owner(routers.get(), router);
    }

    @Override
    public Collection<InetAddress> directors() {
      return PairArp.directors(routers.get());
    }

    @Override
    public void onEvent(ArpEvent event) {
      onEvent.accept(new FailoverEvent.Arp(event));
    }

    @Override
    public void onBug(Throwable bug) {
      onBug.accept(bug);
    }
  }
}
