package io.directord.health.transport;

import io.directord.health.Endpoint;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDatagramChannelConfig;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Makes the sockets of what is asked by datagrams. */
final class UdpSockets {
  // linux/in.h, linux/in6.h: without these, the kernel keeps to itself that a host is unreachable
  private static final IntegerUnixChannelOption IP_RECVERR =
      new IntegerUnixChannelOption("IP_RECVERR", 0, 11);
  private static final IntegerUnixChannelOption IPV6_RECVERR =
      new IntegerUnixChannelOption("IPV6_RECVERR", 41, 25);

  private UdpSockets() {}

  /** Whose way is still to be set: {@link Routes#apply} can fail, and the socket is there then. */
  static EpollDatagramChannel unconnected(Endpoint endpoint, FixedRecvByteBufAllocator readBytes) {
    boolean ipv6 = endpoint.address().getAddress() instanceof Inet6Address;
    EpollDatagramChannel socket =
        new EpollDatagramChannel(ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
    EpollDatagramChannelConfig config = socket.config();
    config.setRecvByteBufAllocator(readBytes);
    config.setOption(ipv6 ? IPV6_RECVERR : IP_RECVERR, 1);
    return socket;
  }

  /** Where its datagrams are to come from; null leaves it to the kernel. */
  static @Nullable SocketAddress source(Endpoint endpoint) {
    return endpoint.route().source().map(from -> new InetSocketAddress(from, 0)).orElse(null);
  }
}
