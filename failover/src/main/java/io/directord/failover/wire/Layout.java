package io.directord.failover.wire;

import io.directord.kernel.Family;

/**
 * Where things stand in a packet. Pure.
 *
 * <pre>
 *  IPv4 only:  | IP header (20), protocol 112 |
 *          or  | IP header (20), protocol 51 | next (1) | words - 2 (1) | - (2) | SPI (4)
 *              | sequence (4) | check value (12) |                              RFC 2402
 *
 *   0               1               2               3
 *  | version, type | vrid          | priority      | addresses     |    RFC 9568 section 5.1,
 *  | 2: auth. type | 2: seconds    | checksum                      |    RFC 3768 section 5.1
 *  | 3: centiseconds               |                               |
 *  | addresses, 4 or 16 bytes each ...                             |
 *  | version 2 over IPv4: authentication, 8 bytes                  |
 *
 *  | type 1        | key           | 0                             |    keepalived auth_hmac
 *  | seconds since 1970                                            |
 *  | 1/65536 s                     | counter                       |
 *  | HMAC-SHA256, its first 16 bytes                               |
 * </pre>
 */
final class Layout {
  static final int PROTOCOL_VRRP = 112;
  static final int PROTOCOL_AH = 51;
  static final int TTL = 255;
  static final int TYPE_ADVERTISEMENT = 1;

  static final int IPV4_BYTES = 20;
  static final int IPV4_TOS = 1;
  static final int IPV4_LENGTH = 2;
  static final int IPV4_ID = 4;
  static final int IPV4_FRAGMENT = 6;
  static final int IPV4_TTL = 8;
  static final int IPV4_PROTOCOL = 9;
  static final int IPV4_CHECKSUM = 10;
  static final int IPV4_SOURCE = 12;
  static final int IPV4_DESTINATION = 16;

  static final int AH_BYTES = 24;
  static final int AH_WORDS = AH_BYTES / 4 - 2;
  static final int AH_SPI = 4;
  static final int AH_SEQUENCE = 8;
  static final int AH_CHECK = 12;
  static final int AH_CHECK_BYTES = 12;

  static final int VRID = 1;
  static final int PRIORITY = 2;
  static final int COUNT = 3;
  static final int AUTHENTICATION_TYPE = 4;
  static final int SECONDS = 5;
  static final int CENTISECONDS = 4;
  static final int CENTISECONDS_MAX = 0xFFF;
  static final int CHECKSUM = 6;
  static final int ADDRESSES = 8;
  static final int ADDRESSES_MAX = 255;
  static final int AUTHENTICATION_BYTES = 8;

  static final int TRAILER_BYTES = 28;
  static final int TRAILER_STAMP = 4;
  static final int TRAILER_CHECK = 12;
  static final int TRAILER_CHECK_BYTES = 16;

  /** The longest there is: 255 IPv6 addresses, or IPv4 with everything and IP options. */
  static final int PACKET_BYTES_MAX =
      ADDRESSES + ADDRESSES_MAX * 16 + TRAILER_BYTES + 60 + AH_BYTES;

  private static final int IPV6_BYTES = 40;

  private Layout() {}

  /** How long an advertisement of so many addresses is, without IP, AH and trailer. */
  static int bytes(Family family, int version, int addresses) {
    int authentication = version == 2 && family == Family.IPV4 ? AUTHENTICATION_BYTES : 0;
    return ADDRESSES + addresses * family.addressBytes() + authentication;
  }

  /**
   * How many addresses one packet takes, with room for a trailer whether there is one or not: 89 of
   * IPv6 at an MTU of 1500, as keepalived sends, for the count must not differ from a peer's.
   */
  static int addressesMax(WireSettings settings) {
    int ip = settings.family() == Family.IPV4 ? IPV4_BYTES : IPV6_BYTES;
    int ah = settings.authentication() instanceof Authentication.Ah ? AH_BYTES : 0;
    int empty = bytes(settings.family(), settings.version(), 0);
    int room = settings.mtu() - ip - ah - TRAILER_BYTES - empty;
    return Math.clamp(room / settings.family().addressBytes(), 0, ADDRESSES_MAX);
  }

  /** 0, 1 or 2 in version 2; RFC 2338 section 5.3.6. */
  static int authenticationType(Authentication authentication) {
    return switch (authentication) {
      case Authentication.None _, Authentication.Hmac _ -> 0;
      case Authentication.Pass _ -> 1;
      case Authentication.Ah _ -> 2;
    };
  }

  static int u8(byte[] bytes, int at) {
    return Byte.toUnsignedInt(bytes[at]);
  }

  static int u16(byte[] bytes, int at) {
    return u8(bytes, at) << 8 | u8(bytes, at + 1);
  }

  static int i32(byte[] bytes, int at) {
    return u16(bytes, at) << 16 | u16(bytes, at + 2);
  }

  static long i64(byte[] bytes, int at) {
    return (long) i32(bytes, at) << 32 | Integer.toUnsignedLong(i32(bytes, at + 4));
  }

  static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  static void put32(byte[] bytes, int at, int value) {
    put16(bytes, at, value >> 16);
    put16(bytes, at + 2, value);
  }

  static void put64(byte[] bytes, int at, long value) {
    put32(bytes, at, (int) (value >> 32));
    put32(bytes, at + 4, (int) value);
  }
}
