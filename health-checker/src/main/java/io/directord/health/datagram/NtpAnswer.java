package io.directord.health.datagram;

import io.directord.health.transport.Quotes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/**
 * A packet of NTP, version 4 (RFC 5905, section 7.3). Pure.
 *
 * <pre>
 *  | leap (2 bits), version (3), mode (3) | stratum (1) | poll (1) | precision (1) |
 *  | root delay (4) | root dispersion (4) | reference id (4) | reference time (8) |
 *  | origin time (8) | receive time (8) | transmit time (8) |
 * </pre>
 */
sealed interface NtpAnswer {
  int PACKET_BYTES = 48;
  int COOKIE_BYTES = 8;
  int LEAP_ALARM = 3;

  /** Section 7.4: these mean us; others, such as INIT, are about the server. */
  Set<String> REFUSALS = Set.of("\"DENY\"", "\"RSTR\"", "\"RATE\"");

  /** Somebody else's, or an old one. */
  record Foreign() implements NtpAnswer {}

  record Malformed(String why) implements NtpAnswer {}

  /** The server does not want to be asked; a word of four letters says why. */
  record Kiss(String code) implements NtpAnswer {}

  record Read(int leap, int stratum, Duration dispersion) implements NtpAnswer {}

  /** What is put as the transmit time need not be one: it comes back as the origin. */
  static byte[] question(byte[] cookie) {
    byte[] packet = new byte[PACKET_BYTES];
    packet[0] = 4 << 3 | 3; // version 4, client
    System.arraycopy(cookie, 0, packet, 40, COOKIE_BYTES);
    return packet;
  }

  static NtpAnswer read(byte[] packet, byte[] cookie) {
    if (packet.length < PACKET_BYTES) {
      return new Malformed("not NTP: an answer of " + packet.length + " bytes");
    }
    if (!Arrays.equals(packet, 24, 24 + COOKIE_BYTES, cookie, 0, COOKIE_BYTES)) {
      return new Foreign();
    }
    int mode = packet[0] & 7;
    int version = packet[0] >> 3 & 7;
    if (mode != 4 || version < 3 || version > 4) {
      return new Malformed("not a server's answer: version " + version + ", mode " + mode);
    }
    int stratum = packet[1] & 0xff;
    String code = Quotes.of(Arrays.copyOfRange(packet, 12, 16));
    if (stratum == 0 && REFUSALS.contains(code)) {
      return new Kiss(code);
    }
    long seconds = unsigned16(packet, 8);
    long fraction = unsigned16(packet, 10);
    Duration dispersion = Duration.ofSeconds(seconds, (fraction * 1_000_000_000L) >> 16);
    return new Read(packet[0] >> 6 & 3, stratum, dispersion);
  }

  private static int unsigned16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }
}
