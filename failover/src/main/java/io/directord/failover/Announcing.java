package io.directord.failover;

import io.directord.failover.LinkTable.Port;
import io.directord.failover.address.Announcements;
import io.directord.failover.address.HeldAddress;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.MacAddress;
import io.netty.channel.IoEventLoop;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  /** Long enough for an advertisement that is on its way, and for what follows from it. */
  private static final long BEFORE_DEFENCE_NANOS = 200_000_000;

  private final IoEventLoop loop;
  private final Links links;
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
    this.links = links;
    this.onEvent = onEvent;
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
            listener(address.device());
          }
        }
      }
    }
  }

  /** These addresses are being claimed; from now on they may be announced. */
  void claimed(RouterSettings router, RouterCounters counters) {
    claims++;
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
    if (claim.router().defend() && table.port(address.device()).isPresent()) {
      listener(address.device())
          .claimed(claim.router().name(), address.address(), claim.counters());
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

  private ConflictListener listener(String device) {
    return listeners.computeIfAbsent(
        device,
        name -> ConflictListener.open(loop, table.port(name), this::ours, this::conflict, onEvent));
  }

  private Set<MacAddress> ours() {
    Set<MacAddress> ours = new HashSet<>();
    table.ports().values().forEach(port -> port.mac().ifPresent(ours::add));
    return ours;
  }

  /**
   * Somebody else uses an address. A successor announces before we have heard its advertisement:
   * what is still ours after a while is said once more.
   */
  private void conflict(FailoverEvent.AddressConflict conflict) {
    loop.schedule(() -> defend(conflict), BEFORE_DEFENCE_NANOS, TimeUnit.NANOSECONDS);
  }

  private void defend(FailoverEvent.AddressConflict conflict) {
    for (Map.Entry<HeldAddress, Claim> each : Map.copyOf(held).entrySet()) {
      HeldAddress address = each.getKey();
      if (address.address().equals(conflict.address()) && !closed) {
        announceOn(address.device(), each.getValue().router(), List.of(address), 1);
        links
            .neighbors()
            .exceptionally(_ -> List.of())
            .thenAccept(neighbors -> onEvent.accept(conflict.known(neighbors)));
      }
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
