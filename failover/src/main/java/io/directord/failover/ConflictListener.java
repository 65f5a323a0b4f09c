package io.directord.failover;

import io.directord.failover.FailoverEvent.AddressConflict;
import io.directord.failover.LinkTable.Port;
import io.directord.failover.address.ArpPacket;
import io.directord.failover.address.ConflictWatch;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.packet.PacketSocket;
import io.directord.kernel.packet.Poller;
import io.directord.kernel.packet.ReadWatch;
import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hears the ARP of one interface while addresses are held there (RFC 5227 section 2.4). Confined to
 * its loop.
 */
final class ConflictListener implements AutoCloseable {
  private static final int FRAME_BYTES = 256;

  /** So many frames in one go: a storm of ARP must not keep the loop from its work. */
  private static final int FRAMES_AT_ONCE_MAX = 64;

  private record Owner(String router, RouterCounters counters) {}

  private final @Nullable PacketSocket socket;
  private final @Nullable ReadWatch readable;
  private final ConflictWatch watch = new ConflictWatch();
  private final Map<InetAddress, Owner> owners = new HashMap<>();
  private final ByteBuffer frame = ByteBuffer.allocateDirect(FRAME_BYTES);
  private final Supplier<Set<MacAddress>> ours;
  private final Consumer<AddressConflict> onConflict;

  private ConflictListener(
      IoEventLoop loop,
      @Nullable PacketSocket socket,
      Supplier<Set<MacAddress>> ours,
      Consumer<AddressConflict> onConflict) {
    this.socket = socket;
    this.ours = ours;
    this.onConflict = onConflict;
    this.readable =
        socket == null ? null : ReadWatch.watch(loop, socket.fd(), () -> receive(socket));
  }

  /** Deaf, and says so, where the kernel refuses. */
  static ConflictListener open(
      IoEventLoop loop,
      Optional<Port> port,
      Supplier<Set<MacAddress>> ours,
      Consumer<AddressConflict> onConflict,
      Consumer<FailoverEvent> onEvent) {
    PacketSocket socket = null;
    if (port.isPresent() && port.get().mac().isPresent()) {
      try {
        socket = PacketSocket.open(port.get().index(), port.get().name(), PacketSocket.Hearing.ARP);
      } catch (KernelException refused) {
        onEvent.accept(
            new FailoverEvent.AddressRefused("watching for conflicts: " + refused.getMessage()));
      }
    }
    return new ConflictListener(loop, socket, ours, onConflict);
  }

  void claimed(String router, InetAddress address, RouterCounters counters) {
    owners.put(address, new Owner(router, counters));
    watch.claimed(address, Poller.nowNanos());
  }

  void released(InetAddress address) {
    owners.remove(address);
    watch.released(address);
  }

  private void receive(PacketSocket from) {
    for (int i = 0; i < FRAMES_AT_ONCE_MAX && from.receive(frame) > 0; i++) {
      ArpPacket.read(frame).ifPresent(this::heard);
    }
  }

  private void heard(ArpPacket arp) {
    Owner owner = owners.get(arp.sender());
    if (owner == null) {
      return;
    }
    ConflictWatch.Verdict verdict =
        watch.heard(arp.sender(), arp.senderMac(), ours.get(), Poller.nowNanos());
    if (verdict != ConflictWatch.Verdict.NONE) {
      owner.counters().conflicts.increment();
    }
    if (verdict == ConflictWatch.Verdict.DEFEND) {
      onConflict.accept(
          new AddressConflict(owner.router(), arp.sender(), arp.senderMac(), Optional.empty()));
    }
  }

  @Override
  public void close() {
    if (readable != null) {
      readable.close();
    }
    if (socket != null) {
      socket.close();
    }
  }
}
