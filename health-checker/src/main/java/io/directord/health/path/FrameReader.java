package io.directord.health.path;

import io.directord.health.path.Heard.Trouble;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads Ethernet frames. Pure. */
final class FrameReader {
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;
  private static final int ADVERTISEMENT = 136;
  private static final int ICMP_BYTES = 8;
  private static final int QUOTED_TCP_BYTES = 8;

  private final ByteBuffer frame;
  private final int end;

  private FrameReader(ByteBuffer frame) {
    this.frame = frame;
    this.end = frame.limit();
  }

  /** From 0 to the limit of a buffer in network byte order; null: nothing of interest. */
  static @Nullable Heard read(ByteBuffer frame) {
    return new FrameReader(frame).read();
  }

  private @Nullable Heard read() {
    if (end < Frames.HEADER_BYTES) {
      return null;
    }
    return switch (half(12)) {
      case Frames.ARP -> arp();
      case Frames.IPV4 -> ipv4();
      case Frames.IPV6 -> ipv6();
      default -> null;
    };
  }

  private @Nullable Heard arp() {
    if (end < 42 || frame.getInt(14) != 0x0001_0800 || half(18) != 0x0604) {
      return null;
    }
    Mac sender = Mac.read(frame, 22);
    return switch (half(20)) {
      case 1 -> new Heard.Seeks(address(28, 4), sender, address(38, 4));
      case 2 -> new Heard.Neighbor(address(28, 4), sender);
      default -> null;
    };
  }

  private @Nullable Heard ipv4() {
    int at = Frames.HEADER_BYTES;
    if (!isIpv4(at)) {
      return null;
    }
    int next = at + ipv4HeaderBytes(at);
    InetAddress host = address(at + 12, 4);
    return switch (octet(at + 9)) {
      case Segment.TCP -> tcp(next, host, address(at + 16, 4));
      case ICMP -> icmp(next, host);
      default -> null;
    };
  }

  private @Nullable Heard ipv6() {
    int at = Frames.HEADER_BYTES;
    if (!isIpv6(at)) {
      return null;
    }
    int next = at + Segment.IPV6_BYTES;
    InetAddress host = address(at + 8, 16);
    return switch (octet(at + 6)) {
      case Segment.TCP -> tcp(next, host, address(at + 24, 16));
      case ICMPV6 -> icmpv6(next, host);
      default -> null;
    };
  }

  private @Nullable Heard tcp(int at, InetAddress from, InetAddress to) {
    if (at + Segment.TCP_BYTES > end) {
      return null;
    }
    return new Heard.Tcp(
        Mac.read(frame, Mac.BYTES),
        Mac.read(frame, 0),
        from,
        half(at),
        to,
        half(at + 2),
        octet(at + 13) & (Segment.SYN | Segment.RST | Segment.ACK),
        frame.getInt(at + 4),
        frame.getInt(at + 8));
  }

  private @Nullable Heard icmp(int at, InetAddress host) {
    if (at + ICMP_BYTES > end) {
      return null;
    }
    int type = octet(at);
    int code = octet(at + 1);
    Trouble trouble = trouble(type, code);
    return trouble == null
        ? null
        : quoted(at + ICMP_BYTES, host, trouble, "ICMP " + type + "/" + code, half(at + 6), false);
  }

  private static @Nullable Trouble trouble(int type, int code) {
    return switch (type) {
      case 3 ->
          switch (code) {
            case 2 -> Trouble.NO_PROTOCOL;
            case 3 -> Trouble.NO_PORT;
            case 4 -> Trouble.TOO_BIG;
            case 9, 10, 13 -> Trouble.PROHIBITED;
            default -> Trouble.NO_WAY;
          };
      case 5 -> Trouble.REDIRECTED;
      case 11 -> code == 0 ? Trouble.HOPS_USED_UP : null;
      default -> null;
    };
  }

  private @Nullable Heard icmpv6(int at, InetAddress host) {
    if (at + ICMP_BYTES > end) {
      return null;
    }
    int type = octet(at);
    int code = octet(at + 1);
    if (type == ADVERTISEMENT) {
      return advertisement(at);
    }
    Trouble trouble = troubleIpv6(type, code);
    return trouble == null
        ? null
        : quoted(
            at + ICMP_BYTES, host, trouble, "ICMPv6 " + type + "/" + code, half(at + 6), false);
  }

  private static @Nullable Trouble troubleIpv6(int type, int code) {
    return switch (type) {
      case 1 ->
          switch (code) {
            case 1, 5, 6 -> Trouble.PROHIBITED;
            case 4 -> Trouble.NO_PORT;
            default -> Trouble.NO_WAY;
          };
      case 2 -> Trouble.TOO_BIG;
      case 3 -> code == 0 ? Trouble.HOPS_USED_UP : null;
      default -> null;
    };
  }

  /** RFC 4861, section 4.4; the first option, if any, tells the address. */
  private @Nullable Heard advertisement(int at) {
    if (at + 24 > end) {
      return null;
    }
    boolean told = at + 32 <= end && half(at + 24) == 0x0201;
    return new Heard.Neighbor(address(at + 8, 16), Mac.read(frame, told ? at + 26 : Mac.BYTES));
  }

  /** The beginning of a segment, with its IP header, or with what is around that in a tunnel. */
  private @Nullable Heard quoted(
      int at, InetAddress host, Trouble trouble, String icmp, int mtu, boolean wrapped) {
    int next;
    int protocol;
    InetAddress to;
    if (isIpv4(at)) {
      next = at + ipv4HeaderBytes(at);
      protocol = octet(at + 9);
      to = address(at + 16, 4);
    } else if (isIpv6(at)) {
      next = at + Segment.IPV6_BYTES;
      protocol = octet(at + 6);
      to = address(at + 24, 16);
    } else {
      return null;
    }
    if (protocol == Segment.TCP) {
      return next + QUOTED_TCP_BYTES > end
          ? null
          : new Heard.Complaint(
              host,
              trouble,
              icmp,
              mtu,
              wrapped,
              half(next),
              to,
              half(next + 2),
              frame.getInt(next + 4));
    }
    int inner = wrapped ? -1 : inner(next, protocol);
    return inner < 0 ? null : quoted(inner, host, trouble, icmp, mtu, true);
  }

  /** Where the packet in a tunnel begins; negative where there is none. */
  private int inner(int at, int protocol) {
    return switch (protocol) {
      case 4 -> at;
      case 17 -> at + 12;
      case 47 -> at + 4 > end ? -1 : at + ((half(at) & 0x8000) == 0 ? 4 : 8);
      default -> -1;
    };
  }

  private boolean isIpv4(int at) {
    return at + Segment.IPV4_BYTES <= end
        && octet(at) >> 4 == 4
        && ipv4HeaderBytes(at) >= Segment.IPV4_BYTES
        && (half(at + 6) & 0x1fff) == 0;
  }

  private int ipv4HeaderBytes(int at) {
    return (octet(at) & 0xf) * Integer.BYTES;
  }

  private boolean isIpv6(int at) {
    return at + Segment.IPV6_BYTES <= end && octet(at) >> 4 == 6;
  }

  private int octet(int at) {
    return frame.get(at) & 0xff;
  }

  private int half(int at) {
    return frame.getShort(at) & 0xffff;
  }

  private InetAddress address(int at, int bytes) {
    byte[] address = new byte[bytes];
    frame.get(at, address);
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(bytes + " bytes", impossible);
    }
  }
}
