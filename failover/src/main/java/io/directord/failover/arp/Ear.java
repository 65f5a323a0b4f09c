package io.directord.failover.arp;

import io.directord.failover.address.ArpPacket;
import io.directord.failover.address.NeighborMessage;
import io.directord.failover.arp.Reach.Way;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.packet.PacketSocket;
import io.directord.kernel.packet.ReadWatch;
import io.netty.channel.IoEventLoop;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/** Hears and asks by the ARP, or the neighbour discovery, of one link. Confined to its loop. */
final class Ear implements AutoCloseable {
  /** Of an Ethernet without jumbo frames: solicitations may carry options that are not read. */
  private static final int FRAME_BYTES = 1514;

  /** So many frames in one go: a storm of them must not keep the loop from its work. */
  private static final int FRAMES_AT_ONCE_MAX = 64;

  /** Which ear: a link has one for each family. */
  record Place(int linkIndex, Family family) {}

  private final Family family;
  private final PacketSocket socket;
  private final Consumer<Claim> onClaim;
  private final ByteBuffer frame = ByteBuffer.allocateDirect(FRAME_BYTES);
  private final ReadWatch readable;

  private Ear(IoEventLoop loop, Family family, PacketSocket socket, Consumer<Claim> onClaim) {
    this.family = family;
    this.socket = socket;
    this.onClaim = onClaim;
    this.readable = ReadWatch.watch(loop, socket.fd(), this::receive);
  }

  static Ear open(IoEventLoop loop, Link link, Family family, Consumer<Claim> onClaim)
      throws KernelException {
    PacketSocket.Hearing hearing =
        switch (family) {
          case IPV4 -> PacketSocket.Hearing.ARP;
          case IPV6 -> PacketSocket.Hearing.NEIGHBOR_DISCOVERY;
        };
    return new Ear(loop, family, PacketSocket.open(link.index(), link.name(), hearing), onClaim);
  }

  private void receive() {
    for (int i = 0; i < FRAMES_AT_ONCE_MAX && socket.receive(frame) > 0; i++) {
      switch (family) {
        case IPV4 -> ArpPacket.read(frame).flatMap(Claim::of).ifPresent(onClaim);
        case IPV6 -> NeighborMessage.read(frame).map(Claim::of).ifPresent(onClaim);
      }
    }
  }

  /**
   * Asks who has an address: this host only, or everybody. False when there is no way to ask that
   * does no harm: a solicitation without a source is duplicate address detection, by which a
   * director that is about to take the address would give it up (RFC 4862 section 5.4.3).
   */
  boolean ask(Way way, InetAddress target, Optional<MacAddress> host) {
    int bytes = target instanceof Inet4Address ? arp(way, target, host) : nd(way, target, host);
    return bytes > 0 && socket.send(frame, bytes) >= 0;
  }

  private int arp(Way way, InetAddress target, Optional<MacAddress> host) {
    ArpPacket everybody =
        way.source()
            .map(source -> ArpPacket.request(way.mac(), source, target))
            .orElseGet(() -> ArpPacket.probe(way.mac(), target));
    return host.map(everybody::askedOf).orElse(everybody).write(frame);
  }

  private int nd(Way way, InetAddress target, Optional<MacAddress> host) {
    if (way.source().isEmpty()) {
      return 0;
    }
    NeighborMessage everybody = NeighborMessage.solicitation(way.mac(), way.source().get(), target);
    return host.map(everybody::carriedTo).orElse(everybody).write(frame);
  }

  @Override
  public void close() {
    readable.close();
    socket.close();
  }
}
