package io.directord.health.dns;

import io.netty.util.NetUtil;
import java.io.Serial;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Puts records into words as zone files have them, names without their final dot. Follows pointers
 * (RFC 1035, section 4.1.4) backwards only, and so comes to an end. Pure.
 */
final class DnsText {
  private static final int POINTER = 0xc0;
  private static final int NAME_CHARS_MAX = 1024; // 255 bytes, each of them as \DDD

  private final byte[] message;
  private int at;

  DnsText(byte[] message, int at) {
    this.message = message;
    this.at = at;
  }

  /** The bytes are no message: caught where the message is read. */
  static final class Damaged extends Exception {
    @Serial private static final long serialVersionUID = 1;

    Damaged(String what) {
      super(what, null, false, false);
    }
  }

  /** Names are the same in both cases, addresses in all notations. */
  static String normal(String text) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
    if (address != null) {
      return NetUtil.bytesToIpAddress(address);
    }
    String name =
        text.length() > 1 && text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return unquoted(name).toLowerCase(Locale.ROOT);
  }

  boolean isAtEnd() {
    return at == message.length;
  }

  /** The data of the next record. */
  String nextRecord() throws Damaged {
    name(message.length);
    int type = unsigned16(message.length);
    need(6, message.length); // class, time to live
    at += 6;
    int length = unsigned16(message.length);
    need(length, message.length);
    int end = at + length;
    String text = data(type, end);
    at = end;
    return text;
  }

  private String data(int type, int end) throws Damaged {
    int bytes = end - at;
    return switch (type) {
      case 1, 28 -> {
        if (bytes != (type == 1 ? 4 : 16)) {
          throw new Damaged("an address of " + bytes + " bytes");
        }
        yield NetUtil.bytesToIpAddress(Arrays.copyOfRange(message, at, end));
      }
      case 2, 5, 12, 39 -> name(end);
      case 15 -> unsigned16(end) + " " + name(end);
      case 33 -> unsigned16(end) + " " + unsigned16(end) + " " + unsigned16(end) + " " + name(end);
      case 6 -> soa(end);
      case 16 -> texts(end);
      default -> "\\# " + bytes + " " + HexFormat.of().formatHex(message, at, end); // RFC 3597
    };
  }

  private String soa(int end) throws Damaged {
    StringBuilder text = new StringBuilder(name(end)).append(' ').append(name(end));
    for (int n = 0; n < 5; n++) {
      long number = (long) unsigned16(end) << 16 | unsigned16(end);
      text.append(' ').append(number);
    }
    return text.toString();
  }

  /** The strings of a TXT record belong together (RFC 7208, section 3.3). */
  private String texts(int end) throws Damaged {
    StringBuilder text = new StringBuilder("\"");
    while (at < end) {
      int length = message[at++] & 0xff;
      need(length, end);
      for (int i = 0; i < length; i++) {
        text.append((char) (message[at++] & 0xff));
      }
    }
    return text.append('"').toString();
  }

  /** Leaves the reader behind the name. */
  private String name(int end) throws Damaged {
    StringBuilder name = new StringBuilder();
    int from = at;
    int limit = end;
    int behind = -1;
    while (true) {
      if (from >= limit) {
        throw new Damaged("a name that is cut off");
      }
      int length = message[from] & 0xff;
      if (length == 0) {
        at = behind < 0 ? from + 1 : behind;
        return name.isEmpty() ? "." : name.substring(0, name.length() - 1);
      }
      if (length >= POINTER) {
        int to = from + 1 < limit ? ((length & ~POINTER) << 8) | (message[from + 1] & 0xff) : limit;
        if (to >= from || to >= message.length) {
          throw new Damaged("a name that leads nowhere");
        }
        behind = behind < 0 ? from + 2 : behind;
        limit = from;
        from = to;
      } else if (length >= 0x40 || from + 1 + length > limit) {
        throw new Damaged("a name that is none");
      } else {
        label(name, from + 1, length);
        from += 1 + length;
      }
      if (name.length() > NAME_CHARS_MAX) {
        throw new Damaged("a name that is too long");
      }
    }
  }

  private void label(StringBuilder name, int from, int length) {
    for (int i = from; i < from + length; i++) {
      int c = message[i] & 0xff;
      if (c <= ' ' || c > '~') {
        name.append('\\').append((char) ('0' + c / 100)).append((char) ('0' + c / 10 % 10));
        name.append((char) ('0' + c % 10));
      } else {
        name.append((char) c);
      }
    }
    name.append('.');
  }

  private int unsigned16(int end) throws Damaged {
    need(2, end);
    at += 2;
    return ((message[at - 2] & 0xff) << 8) | (message[at - 1] & 0xff);
  }

  private void need(int bytes, int end) throws Damaged {
    if (bytes > end - at) {
      throw new Damaged("a record that is cut off");
    }
  }

  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
