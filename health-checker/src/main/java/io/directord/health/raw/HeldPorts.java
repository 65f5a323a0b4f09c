package io.directord.health.raw;

import io.directord.kernel.Family;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports of this host that nobody else gets: a socket is bound to each, and neither listens nor
 * connects. To what answers there the kernel says RST by itself, so that a server forgets the
 * connection that it thought was coming.
 */
final class HeldPorts implements AutoCloseable {
  /** The same server is asked from the same port again only when all others had their turn. */
  private static final int COUNT = 4;

  private final List<SocketChannel> sockets = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();

  private HeldPorts() {}

  static HeldPorts take(Family family) throws IOException {
    HeldPorts held = new HeldPorts();
    try {
      for (int n = 0; n < COUNT; n++) {
        SocketChannel socket =
            SocketChannel.open(
                family == Family.IPV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        held.sockets.add(socket);
        socket.bind(new InetSocketAddress(0));
        held.ports.add(((InetSocketAddress) socket.getLocalAddress()).getPort());
      }
    } catch (IOException refused) {
      held.close();
      throw refused;
    }
    return held;
  }

  List<Integer> ports() {
    return ports;
  }

  @Override
  public void close() {
    for (SocketChannel socket : sockets) {
      try {
        socket.close();
      } catch (IOException _) {
        // Nothing was ever sent by it.
      }
    }
  }
}
