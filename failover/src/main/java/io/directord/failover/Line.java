package io.directord.failover;

import io.directord.failover.LinkTable.Port;
import io.directord.failover.wire.AdvertisementCodec;
import io.directord.failover.wire.Authentication;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.packet.IpSocket;
import io.directord.kernel.packet.Poller;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One socket for all virtual routers that advertise in the same way over the same interface: each
 * raw socket gets every packet of its protocol. Confined to the heartbeat.
 */
final class Line implements AutoCloseable {
  private static final int PACKET_BYTES_MAX = 9216;
  private static final int PROTOCOL_VRRP = 112;
  private static final int PROTOCOL_AH = 51;

  /** So many packets in one go: a flood must not keep the heartbeat from its own. */
  private static final int PACKETS_AT_ONCE_MAX = 64;

  /** More is no delay of ours, but a clock that was set, or a sleep that has a word of its own. */
  private static final long WAITED_MAX_NANOS = 10_000_000;

  /**
   * What makes two routers share a line.
   *
   * @param local where unicast is heard; empty: multicast
   */
  record Key(
      Family family,
      int protocol,
      int linkIndex,
      String linkName,
      Optional<InetAddress> group,
      Optional<InetAddress> local) {
    static Key of(RouterSettings router, Port port, InetAddress source) {
      int protocol =
          router.authentication() instanceof Authentication.Ah ? PROTOCOL_AH : PROTOCOL_VRRP;
      boolean unicast = router.unicast();
      return new Key(
          router.family(),
          protocol,
          port.index(),
          port.name(),
          unicast ? Optional.empty() : Optional.of(Groups.of(router.family())),
          unicast ? Optional.of(source) : Optional.empty());
    }
  }

  /** A packet for one of the routers; the buffer is reused afterwards. */
  interface Receiver {
    void onPacket(VirtualRouter router, Line line, ByteBuffer packet);

    /** It is for none of them: the first for a while. */
    void onStranger(Line line, int vrid);
  }

  private final Key key;
  private final IpSocket socket;
  private final Segment segment;
  private final Receiver receiver;
  private final ByteBuffer packet = ByteBuffer.allocateDirect(PACKET_BYTES_MAX);
  private final Map<Integer, VirtualRouter> routers = new HashMap<>();

  private Line(Key key, IpSocket socket, Segment segment, Receiver receiver) {
    this.key = key;
    this.socket = socket;
    this.segment = segment;
    this.receiver = receiver;
  }

  static Line open(Key key, Segment segment, Receiver receiver) throws KernelException {
    IpSocket socket =
        IpSocket.open(
            new IpSocket.Binding(
                key.family(),
                key.protocol(),
                key.linkIndex(),
                key.linkName(),
                key.group(),
                key.local()));
    return new Line(key, socket, segment, receiver);
  }

  Key key() {
    return key;
  }

  int fd() {
    return socket.fd();
  }

  InetAddress from() {
    return socket.from();
  }

  InetAddress to() {
    return socket.to();
  }

  int hopLimit() {
    return socket.hopLimit();
  }

  /** {@link IpSocket#waitedNanos}, as far as it can be believed. */
  long waitedNanos() {
    long waited = socket.waitedNanos();
    return waited < 0 || waited > WAITED_MAX_NANOS ? 0 : waited;
  }

  void join(VirtualRouter router) {
    int vrid = router.settings().vrid();
    if (routers.put(vrid, router) == null) {
      segment.join(vrid);
    }
  }

  /** True when nobody is left. */
  boolean leave(VirtualRouter router) {
    int vrid = router.settings().vrid();
    if (routers.remove(vrid, router)) {
      segment.leave(vrid);
    }
    return routers.isEmpty();
  }

  /** Of IPv6; the routers of a line may differ in it. */
  void sendFrom(InetAddress source) {
    socket.sendFrom(source);
  }

  int send(ByteBuffer bytes, int length, InetAddress to) {
    return socket.send(bytes, length, to);
  }

  void receive() {
    for (int i = 0; i < PACKETS_AT_ONCE_MAX && socket.receive(packet) > 0; i++) {
      boolean ipv4 = key.family() == Family.IPV4;
      int vrid = AdvertisementCodec.vrid(packet, ipv4);
      @Nullable VirtualRouter router = routers.get(vrid);
      if (router != null) {
        receiver.onPacket(router, this, packet);
      } else if (AdvertisementCodec.resembles(packet, ipv4)
          && segment.stranger(vrid, Poller.nowNanos())) {
        receiver.onStranger(this, vrid);
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
