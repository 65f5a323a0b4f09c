package io.directord.health.path;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the kernel for the interfaces of this node, and from where it would send. */
final class OwnLinks {
  private static final int ANY_PORT = 9;

  private OwnLinks() {}

  static List<OwnLink> read() throws IOException {
    List<OwnLink> links = new ArrayList<>();
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      List<OwnLink.Own> addresses =
          each.getInterfaceAddresses().stream()
              .map(own -> new OwnLink.Own(unscoped(own.getAddress()), own.getNetworkPrefixLength()))
              .toList();
      byte[] mac = each.getHardwareAddress();
      links.add(
          new OwnLink(
              each.getIndex(),
              each.getName(),
              mac != null && mac.length == Mac.BYTES ? Optional.of(Mac.of(mac)) : Optional.empty(),
              each.getMTU(),
              addresses));
    }
    return links;
  }

  /** Nothing is sent: the kernel looks up the way when a socket of datagrams is connected. */
  static Optional<InetAddress> sourceTo(InetAddress to) throws IOException {
    StandardProtocolFamily family =
        to.getAddress().length == 4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    try (DatagramChannel asking = DatagramChannel.open(family)) {
      DatagramSocket socket = asking.socket();
      asking.connect(new InetSocketAddress(to, ANY_PORT));
      return Optional.of(unscoped(socket.getLocalAddress()));
    } catch (java.net.SocketException _) {
      return Optional.empty();
    }
  }

  /** Java's addresses of interfaces know their interface, and then equal no other. */
  private static InetAddress unscoped(InetAddress address) throws IllegalStateException {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (java.net.UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
