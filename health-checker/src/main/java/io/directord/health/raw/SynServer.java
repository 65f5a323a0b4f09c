package io.directord.health.raw;

import io.directord.kernel.Family;
import io.directord.kernel.packet.RawSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/**
 * A server, as SYNs are sent to it.
 *
 * @param source the address of ours that the checksum holds; empty for IPv6, where the kernel makes
 *     the checksum
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SynServer(RawSocket.Peer peer, int port, byte[] source, byte[] destination) {
  private static final byte[] KERNELS_CHOICE = {};

  static SynServer of(InetSocketAddress address) throws IOException {
    InetAddress to = address.getAddress();
    Optional<InetAddress> source =
        Family.of(to) == Family.IPV4 ? Optional.of(sourceTo(address)) : Optional.empty();
    return new SynServer(
        RawSocket.peer(to, source),
        address.getPort(),
        source.map(InetAddress::getAddress).orElse(KERNELS_CHOICE),
        to.getAddress());
  }

  /** Nothing is sent: the kernel looks up the way when a socket of datagrams is connected. */
  private static InetAddress sourceTo(InetSocketAddress address) throws IOException {
    try (DatagramChannel asking = DatagramChannel.open(StandardProtocolFamily.INET)) {
      asking.connect(address);
      return ((InetSocketAddress) asking.getLocalAddress()).getAddress();
    }
  }
}
