package io.directord.health.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.directord.health.Endpoint.ProxyHeader;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** The first bytes of a connection in HAProxy's PROXY protocol (proxy-protocol.txt). Pure. */
final class ProxyHeaders {
  private static final byte[] NONE = {};

  /** Signature; version 2, LOCAL; unspecified; no addresses. */
  private static final byte[] V2_LOCAL = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a, 0x20, 0x00, 0x00, 0x00
  };

  private ProxyHeaders() {}

  /** Of a connection between these; empty when nothing is to be sent. */
  static byte[] of(ProxyHeader version, InetSocketAddress from, InetSocketAddress to) {
    return switch (version) {
      case NONE -> NONE;
      case V1 -> v1(from, to);
      case V2 -> V2_LOCAL.clone();
    };
  }

  /** Version 1 has no word for a check of one's own: it says who asks. */
  static byte[] v1(InetSocketAddress from, InetSocketAddress to) {
    String family = to.getAddress() instanceof Inet6Address ? "TCP6" : "TCP4";
    String line =
        "PROXY "
            + family
            + " "
            + literal(from)
            + " "
            + literal(to)
            + " "
            + from.getPort()
            + " "
            + to.getPort()
            + "\r\n";
    return line.getBytes(US_ASCII);
  }

  /** A zone means nothing afar. */
  private static String literal(InetSocketAddress address) {
    String text = address.getAddress().getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
