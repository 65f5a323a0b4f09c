package io.directord.failover;

import io.directord.failover.LinkTable.Port;
import io.directord.failover.address.ArpPacket;
import io.directord.failover.address.ConflictWatch;
import io.directord.failover.address.NeighborMessage;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.packet.PacketSocket;
import io.directord.kernel.packet.Poller;
import io.directord.kernel.packet.ReadWatch;
import io.netty.channel.IoEventLoop;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Hears the ARP and the neighbour discovery of one interface while addresses are held there (RFC
 * 5227 section 2.4, RFC 4861 section 7.2.5): each family by a socket of its own, so that the kernel
 * shows its filter nothing but that family. Confined to its loop.
 */
final class ConflictListener implements AutoCloseable {
  /** Of an Ethernet without jumbo frames: solicitations may carry options that are not read. */
  private static final int FRAME_BYTES = 1514;

  /** So many frames in one go: a storm of them must not keep the loop from its work. */
  private static final int FRAMES_AT_ONCE_MAX = 64;

  /** Peers are asked where they are at most so often. */
  private static final long ASK_INTERVAL_NANOS = 1_000_000_000;

  private record Owner(String router, RouterCounters counters) {}

  private record Ear(PacketSocket socket, ReadWatch readable) {}

  /** Is told what was heard. */
  interface Listener {
    /** This host says that this address is its own. */
    void learn(InetAddress address, MacAddress mac);

    void conflict(Conflicts.Suspect suspect, RouterCounters counters, ConflictWatch.Verdict what);
  }

  private final IoEventLoop loop;
  private final Port port;
  private final Supplier<Set<MacAddress>> ours;
  private final Listener listener;
  private final Consumer<FailoverEvent> onEvent;
  private final Map<Family, Optional<Ear>> ears = new EnumMap<>(Family.class);
  private final ConflictWatch watch = new ConflictWatch();
  private final Map<InetAddress, Owner> owners = new HashMap<>();
  private final ByteBuffer frame = ByteBuffer.allocateDirect(FRAME_BYTES);
  private long askedNanos = Poller.nowNanos() - ASK_INTERVAL_NANOS;

  ConflictListener(
      IoEventLoop loop,
      Port port,
      Supplier<Set<MacAddress>> ours,
      Listener listener,
      Consumer<FailoverEvent> onEvent) {
    this.loop = loop;
    this.port = port;
    this.ours = ours;
    this.listener = listener;
    this.onEvent = onEvent;
  }

  /** Hears this family from now on. Deaf, and says so, where the kernel refuses. */
  void hear(Family family) {
    ears.computeIfAbsent(family, this::open);
  }

  private Optional<Ear> open(Family family) {
    if (port.mac().isEmpty()) {
      return Optional.empty();
    }
    try {
      PacketSocket.Hearing hearing =
          switch (family) {
            case IPV4 -> PacketSocket.Hearing.ARP;
            case IPV6 -> PacketSocket.Hearing.NEIGHBOR_DISCOVERY;
          };
      PacketSocket socket = PacketSocket.open(port.index(), port.name(), hearing);
      Runnable receive = () -> receive(family, socket);
      return Optional.of(new Ear(socket, ReadWatch.watch(loop, socket.fd(), receive)));
    } catch (KernelException refused) {
      onEvent.accept(
          new FailoverEvent.AddressRefused("watching for conflicts: " + refused.getMessage()));
      return Optional.empty();
    }
  }

  void claimed(String router, InetAddress address, RouterCounters counters) {
    hear(Family.of(address));
    owners.put(address, new Owner(router, counters));
    watch.claimed(address, Poller.nowNanos());
  }

  void released(InetAddress address) {
    owners.remove(address);
    watch.released(address);
  }

  /** Asks these hosts where they are; what they answer is heard here. */
  void ask(Collection<InetAddress> hosts) {
    long now = Poller.nowNanos();
    if (now - askedNanos < ASK_INTERVAL_NANOS || port.mac().isEmpty()) {
      return;
    }
    askedNanos = now;
    MacAddress mac = port.mac().get();
    for (InetAddress host : hosts) {
      Family family = Family.of(host);
      hear(family);
      Optional<Ear> ear = ears.getOrDefault(family, Optional.empty());
      Optional<InetAddress> own = port.source(family);
      if (ear.isPresent() && own.isPresent()) {
        int bytes =
            host instanceof Inet4Address
                ? ArpPacket.request(mac, own.get(), host).write(frame)
                : NeighborMessage.solicitation(mac, own.get(), host).write(frame);
        ear.get().socket().send(frame, bytes);
      }
    }
  }

  private void receive(Family family, PacketSocket from) {
    for (int i = 0; i < FRAMES_AT_ONCE_MAX && from.receive(frame) > 0; i++) {
      switch (family) {
        case IPV4 ->
            ArpPacket.read(frame)
                .filter(arp -> arp.meaning() != ArpPacket.Meaning.PROBE)
                .ifPresent(arp -> heard(arp.sender(), arp.senderMac()));
        case IPV6 ->
            NeighborMessage.read(frame)
                .ifPresent(message -> heard(message.contested(), message.claimedMac()));
      }
    }
  }

  private void heard(InetAddress address, MacAddress by) {
    Owner owner = owners.get(address);
    if (owner == null) {
      listener.learn(address, by);
      return;
    }
    listener.conflict(
        new Conflicts.Suspect(owner.router(), address, by),
        owner.counters(),
        watch.heard(address, by, ours.get(), Poller.nowNanos()));
  }

  @Override
  public void close() {
    for (Optional<Ear> each : ears.values()) {
      each.ifPresent(ear -> {
        ear.readable().close();
        ear.socket().close();
      });
    }
  }
}
