package io.directord.failover;

import io.directord.failover.LinkTable.Port;
import io.directord.failover.address.Announcements;
import io.directord.failover.address.ConflictWatch;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.address.OtherHost;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.link.Neighbor;
import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says when held addresses are announced, on which interface, and watches there for others that use
 * them. Confined to its loop.
 */
final class Announcing implements AutoCloseable {
  private final IoEventLoop loop;
  private final KnownHosts hosts = new KnownHosts();
  private final Conflicts conflicts;
  private final Consumer<FailoverEvent> onEvent;
  private final Map<String, Announcer> announcers = new HashMap<>();
  private final Map<String, ConflictListener> listeners = new HashMap<>();
  private final Map<HeldAddress, Claim> held = new HashMap<>();
  private LinkTable table = LinkTable.EMPTY;
  private boolean closed;

  /** Held for this router; the number tells one claim of it from the next. */
  private record Claim(RouterSettings router, RouterCounters counters, long number) {}

  private long claims;

  Announcing(IoEventLoop loop, Links links, Consumer<FailoverEvent> onEvent) {
    this.loop = loop;
    this.onEvent = onEvent;
    this.conflicts = new Conflicts(loop, links, new Holder(), onEvent);
  }

  void onLinks(LinkTable seen) {
    table = seen;
    announcers
        .entrySet()
        .removeIf(entry -> {
          boolean gone = stale(entry.getKey(), entry.getValue());
          if (gone) {
            entry.getValue().close();
            ConflictListener listener = listeners.remove(entry.getKey());
            if (listener != null) {
              listener.close();
            }
          }
          return gone;
        });
    held.forEach(this::watch); // an interface that came back hears nothing yet
  }

  /** Opens what a claim will need, so that no claim waits for it. */
  void prepare(Collection<RouterSettings> routers) {
    for (RouterSettings router : routers) {
      for (HeldAddress address : router.addresses()) {
        if (table.port(address.device()).isPresent()) {
          announcer(address.device());
          if (router.defend()) {
            listener(address.device()).ifPresent(each -> each.hear(family(address)));
          }
        }
      }
    }
  }

  /** These addresses are being claimed; from now on they may be announced. */
  void claimed(RouterSettings router, RouterCounters counters) {
    claims++;
    hosts.claimed(router);
    for (HeldAddress address : router.addresses()) {
      Claim now = new Claim(router, counters, claims);
      held.put(address, now);
      watch(address, now);
    }
    long claim = claims;
    Announcements how = router.announcements();
    if (!how.secondAfter().isZero()) {
      later(how.secondAfter(), router, claim, how.secondBurst(), false);
    }
    if (!how.refresh().isZero()) {
      later(how.refresh(), router, claim, how.refreshBurst(), true);
    }
  }

  private void watch(HeldAddress address, Claim claim) {
    if (claim.router().defend()) {
      String name = claim.router().name();
      listener(address.device())
          .ifPresent(each -> each.claimed(name, address.address(), claim.counters()));
    }
  }

  void released(RouterSettings router) {
    for (HeldAddress address : router.addresses()) {
      held.remove(address);
      ConflictListener listener = listeners.get(address.device());
      if (listener != null) {
        listener.released(address.address());
      }
    }
  }

  /** These are in the kernel now. */
  void announce(RouterSettings router, List<HeldAddress> addresses, int copies) {
    Map<String, List<HeldAddress>> byDevice =
        addresses.stream().collect(Collectors.groupingBy(HeldAddress::device));
    byDevice.forEach((device, there) -> announceOn(device, router, there, copies));
  }

  private void announceOn(
      String device, RouterSettings router, List<HeldAddress> addresses, int copies) {
    Claim claim = addresses.isEmpty() ? null : held.get(addresses.getFirst());
    Announcer announcer = claim == null || closed ? null : announcer(device);
    if (announcer != null && claim != null) {
      announcer.announce(addresses, copies, router.announcements().spacing(), claim.counters());
    }
  }

  private void later(Duration after, RouterSettings router, long claim, int copies, boolean again) {
    loop.schedule(
        () -> {
          List<HeldAddress> still =
              router.addresses().stream().filter(address -> current(address, claim)).toList();
          if (closed || still.isEmpty()) {
            return;
          }
          announce(router, still, copies);
          if (again) {
            later(after, router, claim, copies, true);
          }
        },
        after.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private boolean current(HeldAddress address, long claim) {
    Claim now = held.get(address);
    return now != null && now.number() == claim;
  }

  private @Nullable Announcer announcer(String device) {
    Announcer known = announcers.get(device);
    if (known != null) {
      return known;
    }
    Port port = table.port(device).orElse(null);
    if (port == null || port.mac().isEmpty()) {
      return null; // gone, or without Ethernet addresses: nobody to tell
    }
    try {
      Announcer opened = Announcer.open(loop, port, port.mac().get(), held::containsKey);
      announcers.put(device, opened);
      return opened;
    } catch (KernelException refused) {
      onEvent.accept(new FailoverEvent.AddressRefused("announcing: " + refused.getMessage()));
      return null;
    }
  }

  /** Names of real servers by their addresses. */
  void servers(Map<InetAddress, String> names) {
    hosts.servers(names);
  }

  /** A peer of this router was heard. */
  void advertises(String router, InetAddress address) {
    hosts.advertises(router, address);
  }

  private Optional<ConflictListener> listener(String device) {
    ConflictListener known = listeners.get(device);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<ConflictListener> opened =
        table
            .port(device)
            .map(port -> new ConflictListener(loop, port, this::ours, new Heard(), onEvent));
    opened.ifPresent(each -> listeners.put(device, each));
    return opened;
  }

  private static Family family(HeldAddress address) {
    return Family.of(address.address());
  }

  private Set<MacAddress> ours() {
    Set<MacAddress> ours = new HashSet<>();
    table.ports().values().forEach(port -> port.mac().ifPresent(ours::add));
    return ours;
  }

  /** What is heard on an interface. */
  private final class Heard implements ConflictListener.Listener {
    @Override
    public void learn(InetAddress address, MacAddress mac) {
      hosts.learn(address, mac);
    }

    @Override
    public void conflict(
        Conflicts.Suspect suspect, RouterCounters counters, ConflictWatch.Verdict what) {
      conflicts.heard(suspect, counters, what);
    }
  }

  /** What conflicts are about. */
  private final class Holder implements Conflicts.Holder {
    @Override
    public boolean holds(String router, InetAddress address) {
      return !closed && !of(router, address).isEmpty();
    }

    @Override
    public void askPeers(String router) {
      held.forEach((address, claim) -> {
        ConflictListener there = listeners.get(address.device());
        if (claim.router().name().equals(router) && there != null) {
          there.ask(hosts.peers(router));
        }
      });
    }

    @Override
    public void announce(String router, InetAddress address) {
      of(router, address)
          .forEach((each, claim) -> announceOn(each.device(), claim.router(), List.of(each), 1));
    }

    @Override
    public Optional<OtherHost> whose(
        MacAddress mac, String router, InetAddress address, List<Neighbor> neighbors) {
      return of(router, address).values().stream()
          .findFirst()
          .map(claim -> hosts.whose(mac, claim.router(), held.keySet(), neighbors));
    }

    private Map<HeldAddress, Claim> of(String router, InetAddress address) {
      Map<HeldAddress, Claim> found = new HashMap<>();
      held.forEach((each, claim) -> {
        if (each.address().equals(address) && claim.router().name().equals(router)) {
          found.put(each, claim);
        }
      });
      return found;
    }
  }

  private boolean stale(String device, Announcer announcer) {
    return table
        .port(device)
        .flatMap(Port::mac)
        .filter(mac -> mac.equals(announcer.mac()))
        .isEmpty();
  }

  @Override
  public void close() {
    closed = true;
    announcers.values().forEach(Announcer::close);
    listeners.values().forEach(ConflictListener::close);
  }
}
