package io.directord.failover.wire;

import java.util.Arrays;

/**
 * The authentication header of version 2 (RFC 2402) as keepalived has it: the check value covers
 * the packet from the IP header on, with zeros for what may change on the way and for itself. The
 * TTL counts among that only for unicast: multicast never passes a router.
 *
 * <p>One sequence is shared by all routers: who becomes Active goes on from the last number heard,
 * so a router that comes back is believed once it has heard another, and an old packet never.
 * Confined to one thread.
 */
final class AhHeader {
  private final Signature signature;
  private final boolean unicast;
  private final byte[] signed = new byte[Layout.PACKET_BYTES_MAX];
  private int sequence;

  AhHeader(Authentication.Ah settings, boolean unicast) {
    this.signature = Signature.ofAh(settings.password());
    this.unicast = unicast;
  }

  /** Writes all but the check value, with the next number. */
  void begin(byte[] packet, byte[] source) {
    sequence++;
    int at = Layout.IPV4_BYTES;
    packet[at] = (byte) Layout.PROTOCOL_VRRP;
    packet[at + 1] = (byte) Layout.AH_WORDS;
    System.arraycopy(source, 0, packet, at + Layout.AH_SPI, source.length);
    Layout.put32(packet, at + Layout.AH_SEQUENCE, sequence);
  }

  /** Writes the check value of a packet that is complete otherwise. */
  void sign(byte[] packet, int bytes) {
    feed(packet, Layout.IPV4_BYTES, bytes).write(packet, Layout.IPV4_BYTES + Layout.AH_CHECK);
  }

  boolean matches(byte[] packet, int ahAt, int bytes) {
    return feed(packet, ahAt, bytes).matches(packet, ahAt + Layout.AH_CHECK);
  }

  /** Whether the number is newer than all before; unsigned, and without going round. */
  boolean isNewer(int number) {
    return Integer.compareUnsigned(number, sequence) > 0;
  }

  /** The number of an advertisement that was believed. */
  void heard(int number) {
    sequence = number;
  }

  int sequence() {
    return sequence;
  }

  private Signature feed(byte[] packet, int ahAt, int bytes) {
    System.arraycopy(packet, 0, signed, 0, bytes);
    signed[Layout.IPV4_TOS] = 0;
    Layout.put16(signed, Layout.IPV4_FRAGMENT, 0);
    Layout.put16(signed, Layout.IPV4_CHECKSUM, 0);
    if (unicast) {
      signed[Layout.IPV4_TTL] = 0;
    }
    int check = ahAt + Layout.AH_CHECK;
    Arrays.fill(signed, check, check + Layout.AH_CHECK_BYTES, (byte) 0);
    return signature.feed(signed, 0, bytes);
  }
}
