package io.directord.health.transport;

import io.directord.health.Endpoint;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.Inet6Address;

/** Makes the sockets of conversations. */
final class TcpSockets {
  private static final FixedRecvByteBufAllocator READ_BYTES = new FixedRecvByteBufAllocator(2048);

  private TcpSockets() {}

  /** Whose way is still to be set. */
  static EpollSocketChannel unconnected(Endpoint endpoint) {
    EpollSocketChannel socket =
        new EpollSocketChannel(
            endpoint.address().getAddress() instanceof Inet6Address
                ? SocketProtocolFamily.INET6
                : SocketProtocolFamily.INET);
    EpollSocketChannelConfig config = socket.config();
    // A reset in place of a FIN leaves no TIME_WAIT behind, which would use up our ports.
    config.setSoLinger(0);
    // TCP_NODELAY is Netty's default.
    config.setConnectTimeoutMillis(0);
    config.setRecvByteBufAllocator(READ_BYTES);
    return socket;
  }
}
