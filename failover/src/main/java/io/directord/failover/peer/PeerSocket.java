package io.directord.failover.peer;

import io.directord.failover.Groups;
import io.directord.kernel.Family;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDatagramChannelConfig;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A UDP socket on one interface. What is sent to the group is not heard by this host. Confined to
 * its loop.
 */
final class PeerSocket implements AutoCloseable {
  // linux/in.h, linux/in6.h, asm-generic/socket.h
  private static final int SOL_IP = 0;
  private static final int SOL_IPV6 = 41;
  private static final int INTERFACE_NAME_BYTES = 16;
  private static final int IP_MREQN_BYTES = 12;
  private static final int IPV6_MREQ_BYTES = 20;
  private static final RawUnixChannelOption SO_BINDTODEVICE =
      new RawUnixChannelOption("SO_BINDTODEVICE", 1, 25, INTERFACE_NAME_BYTES);
  private static final RawUnixChannelOption IP_MULTICAST_IF =
      new RawUnixChannelOption("IP_MULTICAST_IF", SOL_IP, 32, IP_MREQN_BYTES);
  private static final RawUnixChannelOption IP_ADD_MEMBERSHIP =
      new RawUnixChannelOption("IP_ADD_MEMBERSHIP", SOL_IP, 35, IP_MREQN_BYTES);
  private static final RawUnixChannelOption IPV6_ADD_MEMBERSHIP =
      new RawUnixChannelOption("IPV6_ADD_MEMBERSHIP", SOL_IPV6, 20, IPV6_MREQ_BYTES);
  private static final IntegerUnixChannelOption IPV6_V6ONLY = of("IPV6_V6ONLY", SOL_IPV6, 26);
  private static final IntegerUnixChannelOption IPV6_MULTICAST_IF =
      of("IPV6_MULTICAST_IF", SOL_IPV6, 17);
  private static final List<IntegerUnixChannelOption> IPV4_LOOPS =
      List.of(of("IP_MULTICAST_LOOP", SOL_IP, 34));
  private static final List<IntegerUnixChannelOption> IPV6_LOOPS =
      List.of(of("IPV6_MULTICAST_LOOP", SOL_IPV6, 19));
  private static final List<IntegerUnixChannelOption> IPV4_HOPS =
      List.of(of("IP_TTL", SOL_IP, 2), of("IP_MULTICAST_TTL", SOL_IP, 33));
  private static final List<IntegerUnixChannelOption> IPV6_HOPS =
      List.of(of("IPV6_UNICAST_HOPS", SOL_IPV6, 16), of("IPV6_MULTICAST_HOPS", SOL_IPV6, 18));

  /** As advertisements have it: a filter between the nodes may want it. */
  private static final int HOPS = 255;

  private final EpollDatagramChannel channel;
  private final List<InetSocketAddress> destinations;

  /** A datagram, on the loop. */
  interface Receiver {
    void onDatagram(byte[] bytes, InetAddress from);
  }

  private PeerSocket(EpollDatagramChannel channel, List<InetSocketAddress> destinations) {
    this.channel = channel;
    this.destinations = destinations;
  }

  /**
   * Opens at once, and begins to hear soon.
   *
   * @param linkIndex the interface's number
   * @param onRefusal is told, in words, why the kernel lets nothing be heard
   */
  static PeerSocket open(
      EventLoop loop,
      PeerPath path,
      int linkIndex,
      int port,
      Receiver receiver,
      Consumer<String> onRefusal) {
    boolean ipv6 = path.family() == Family.IPV6;
    EpollDatagramChannel channel =
        new EpollDatagramChannel(ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
    channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(Codec.BYTES_MAX + 1));
    channel.pipeline().addLast(new Inbound(receiver));
    PeerSocket socket = new PeerSocket(channel, destinations(path, linkIndex, port));
    try {
      setUp(channel.config(), path, linkIndex, ipv6);
    } catch (RuntimeException refused) { // Netty wraps what the kernel says
      channel.unsafe().closeForcibly();
      throw refused;
    }
    loop.register(channel);
    channel
        .bind(new InetSocketAddress(any(ipv6), port))
        .addListener(done -> {
          Throwable cause = done.cause();
          if (cause != null) {
            onRefusal.accept("UDP port " + port + ": " + cause.getMessage());
          }
        });
    return socket;
  }

  private static void setUp(
      EpollDatagramChannelConfig config, PeerPath path, int linkIndex, boolean ipv6) {
    byte[] name = path.interfaceName().getBytes(StandardCharsets.UTF_8);
    ByteBuffer device = ByteBuffer.allocateDirect(INTERFACE_NAME_BYTES);
    device.put(name, 0, Math.min(name.length, INTERFACE_NAME_BYTES - 1)).clear();
    config.setOption(SO_BINDTODEVICE, device);
    (ipv6 ? IPV6_HOPS : IPV4_HOPS).forEach(option -> config.setOption(option, HOPS));
    if (ipv6) {
      config.setOption(IPV6_V6ONLY, 1);
    }
    if (!path.multicast()) {
      return;
    }
    (ipv6 ? IPV6_LOOPS : IPV4_LOOPS).forEach(option -> config.setOption(option, 0));
    byte[] group = Groups.of(path.family()).getAddress();
    if (ipv6) {
      config.setOption(IPV6_MULTICAST_IF, linkIndex);
      ByteBuffer membership = membership(IPV6_MREQ_BYTES).put(group).putInt(linkIndex).flip();
      config.setOption(IPV6_ADD_MEMBERSHIP, membership);
    } else {
      ByteBuffer outgoing = membership(IP_MREQN_BYTES).putLong(0).putInt(linkIndex).flip();
      config.setOption(IP_MULTICAST_IF, outgoing);
      ByteBuffer membership =
          membership(IP_MREQN_BYTES).put(group).putInt(0).putInt(linkIndex).flip();
      config.setOption(IP_ADD_MEMBERSHIP, membership);
    }
  }

  private static ByteBuffer membership(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  private static List<InetSocketAddress> destinations(PeerPath path, int linkIndex, int port) {
    List<InetSocketAddress> all = new ArrayList<>();
    if (path.multicast()) {
      all.add(new InetSocketAddress(onLink(Groups.of(path.family()), linkIndex), port));
    }
    path.peers().forEach(peer -> all.add(new InetSocketAddress(onLink(peer, linkIndex), port)));
    return all;
  }

  private static InetAddress onLink(InetAddress address, int linkIndex) {
    if (!(address instanceof Inet6Address)
        || !(address.isLinkLocalAddress() || address.isMulticastAddress())) {
      return address;
    }
    try {
      return Inet6Address.getByAddress(null, address.getAddress(), linkIndex);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static InetAddress any(boolean ipv6) {
    try {
      return InetAddress.getByAddress(new byte[ipv6 ? 16 : 4]);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static IntegerUnixChannelOption of(String name, int level, int number) {
    return new IntegerUnixChannelOption(name, level, number);
  }

  /** To everybody; counts those that the kernel took. */
  void send(byte[] bytes, Runnable onSent) {
    if (!channel.isActive()) {
      return;
    }
    for (InetSocketAddress to : destinations) {
      ByteBuf packet = Unpooled.wrappedBuffer(bytes);
      channel
          .writeAndFlush(new DatagramPacket(packet, to))
          .addListener(done -> {
            if (done.isSuccess()) {
              onSent.run();
            }
          });
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  /** Takes the bytes out of each datagram. */
  private static final class Inbound extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Receiver receiver;

    Inbound(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      byte[] bytes = new byte[packet.content().readableBytes()];
      packet.content().readBytes(bytes);
      receiver.onDatagram(bytes, packet.sender().getAddress());
    }

    /** What the kernel says of a datagram that did not arrive: the other node's silence tells. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof RuntimeException || cause instanceof Error) {
        context.fireExceptionCaught(cause);
      }
    }
  }
}
