package io.directord.health.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.directord.health.Route;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;

/** Tells the kernel which way a probe's packets are to go. Pure, but for the socket. */
public final class Routes {
  // asm-generic/socket.h
  private static final int SOL_SOCKET = 1;
  private static final int SO_BINDTODEVICE = 25;
  private static final int SO_MARK = 36;
  private static final int IFNAMSIZ = 16; // linux/if.h

  private static final ChannelOption<Integer> MARK =
      new IntegerUnixChannelOption("SO_MARK", SOL_SOCKET, SO_MARK);
  private static final ChannelOption<ByteBuffer> DEVICE =
      new RawUnixChannelOption("SO_BINDTODEVICE", SOL_SOCKET, SO_BINDTODEVICE, IFNAMSIZ);

  private Routes() {}

  /**
   * Of a socket that is not connected yet; its source is given with the connect.
   *
   * @throws io.netty.channel.ChannelException when the kernel refuses, as for a mark without
   *     CAP_NET_ADMIN
   */
  public static void apply(Route route, ChannelConfig config) {
    if (route.mark() != 0) {
      config.setOption(MARK, route.mark());
    }
    if (route.device().isPresent()) {
      byte[] name = route.device().get().getBytes(US_ASCII);
      ByteBuffer padded = ByteBuffer.allocateDirect(IFNAMSIZ).put(name);
      config.setOption(DEVICE, padded.position(0));
    }
    if (route.source().isPresent()) {
      // Else the port is chosen before the destination is known, and must be free towards all.
      config.setOption(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }
  }
}
