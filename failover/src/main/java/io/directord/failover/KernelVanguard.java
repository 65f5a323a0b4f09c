package io.directord.failover;

import io.directord.failover.address.AddressPlanner;
import io.directord.failover.address.GratuitousArp;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.address.NeighborAdvertisement;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.AddressVolley;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.packet.PacketSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes beforehand what adds and announces a router's first addresses, so that the heartbeat sends
 * it in the same breath as the advertisement: no other thread has to wake. The keeper of addresses
 * does all of it once more, listens to what the kernel says, and does the rest. Where it cannot be
 * had, the keeper alone does it. Confined to the heartbeat.
 */
final class KernelVanguard implements Vanguard {
  /** Each costs the heartbeat 20 µs or so. */
  private static final int ADDRESSES_MAX = 16;

  private static final int FRAME_BYTES = 128;

  private final Map<Integer, PacketSocket> sockets = new HashMap<>();
  private final Map<String, Basis> prepared = new HashMap<>();
  private @Nullable AddressVolley volley;

  /** What was prepared, and for which interfaces. */
  private record Basis(VirtualRouter router, RouterSettings settings, List<Place> places) {}

  private record Place(int index, Optional<MacAddress> mac, HeldAddress held) {}

  private record Announcement(PacketSocket socket, ByteBuffer frame) {}

  @Override
  public void prepare(VirtualRouter router, LinkTable table) {
    List<Place> first = new ArrayList<>();
    for (HeldAddress held : router.settings().addresses()) {
      table
          .port(held.device())
          .filter(_ -> first.size() < ADDRESSES_MAX)
          .ifPresent(port -> first.add(new Place(port.index(), port.mac(), held)));
    }
    Basis basis = new Basis(router, router.settings(), first);
    if (basis.equals(prepared.put(router.name(), basis))) {
      return;
    }
    try {
      router.headStart(written(basis));
    } catch (KernelException refused) {
      router.headStart(() -> {}); // the keeper meets the same refusal, and tells of it
    }
  }

  @Override
  public void forget(VirtualRouter router) {
    prepared.values().removeIf(basis -> basis.router().equals(router));
  }

  private Runnable written(Basis basis) throws KernelException {
    AddressVolley opened = volley == null ? AddressVolley.open() : volley;
    volley = opened;
    ByteBuffer additions = additions(basis);
    List<Announcement> announcements =
        announcements(basis.places().stream().limit(announced(basis.settings())).toList());
    RouterCounters counters = basis.router().counters();
    return () -> {
      opened.fire(additions);
      for (Announcement each : announcements) {
        if (each.socket().send(each.frame(), each.frame().limit()) == 0) {
          counters.announcements.increment();
        }
      }
    };
  }

  /** At once: all, or one where the operator has them spaced out. */
  private static int announced(RouterSettings settings) {
    if (settings.announcements().burst() == 0) {
      return 0;
    }
    return settings.announcements().spacing().isZero() ? ADDRESSES_MAX : 1;
  }

  private static ByteBuffer additions(Basis basis) {
    Map<HeldAddress, Optional<Duration>> leased = new LinkedHashMap<>();
    Map<String, Integer> indexes = new HashMap<>();
    for (Place place : basis.places()) {
      leased.put(place.held(), basis.settings().lease());
      indexes.put(place.held().device(), place.index());
    }
    return AddressVolley.write(AddressPlanner.claim(leased, indexes));
  }

  private List<Announcement> announcements(List<Place> places) throws KernelException {
    List<Announcement> announcements = new ArrayList<>();
    for (Place place : places) {
      if (place.mac().isPresent()) {
        ByteBuffer frame = ByteBuffer.allocateDirect(FRAME_BYTES);
        MacAddress mac = place.mac().get();
        switch (place.held().address()) {
          case Inet4Address ipv4 -> GratuitousArp.write(mac, ipv4, frame);
          case Inet6Address ipv6 -> NeighborAdvertisement.write(mac, ipv6, true, frame);
          default -> throw new IllegalStateException("a third family: " + place.held().text());
        }
        announcements.add(new Announcement(socket(place), frame));
      }
    }
    return announcements;
  }

  /** Open until the end: a number of an interface is hardly ever used again. */
  private PacketSocket socket(Place place) throws KernelException {
    PacketSocket known = sockets.get(place.index());
    if (known == null) {
      known = PacketSocket.open(place.index(), place.held().device(), PacketSocket.Hearing.NOTHING);
      sockets.put(place.index(), known);
    }
    return known;
  }

  @Override
  public void close() {
    sockets.values().forEach(PacketSocket::close);
    if (volley != null) {
      volley.close();
    }
  }
}
