package io.directord.health.path;

import java.net.InetAddress;

/** What a frame says, as far as it can be of use here. Pure. */
sealed interface Heard {

  /** A segment. */
  record Tcp(
      Mac fromMac,
      Mac toMac,
      InetAddress from,
      int fromPort,
      InetAddress to,
      int toPort,
      int flags,
      int sequence,
      int acknowledged)
      implements Heard {}

  /**
   * A host complains about a segment.
   *
   * @param wrapped it was quoted within a packet of a tunnel
   * @param mtu what would have fitted, where that is the complaint
   */
  record Complaint(
      InetAddress host,
      Trouble trouble,
      String icmp,
      int mtu,
      boolean wrapped,
      int fromPort,
      InetAddress to,
      int toPort,
      int sequence)
      implements Heard {}

  /** A host tells its Ethernet address. */
  record Neighbor(InetAddress address, Mac mac) implements Heard {}

  /** A host asks for another's. */
  record Seeks(InetAddress asker, Mac mac, InetAddress whom) implements Heard {}

  /** What ICMP and ICMPv6 both have a word for. */
  enum Trouble {
    HOPS_USED_UP,
    REDIRECTED,
    NO_PROTOCOL,
    NO_PORT,
    TOO_BIG,
    PROHIBITED,
    NO_WAY
  }
}
