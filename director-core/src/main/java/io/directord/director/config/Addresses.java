package io.directord.director.config;

import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Literal addresses, ports and ranges. Names are never resolved. Pure. */
final class Addresses {
  private static final Pattern LAST_GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

  private Addresses() {}

  static Optional<InetAddress> literal(String text) {
    if (!looksLikeV4(text) && !looksLikeV6(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Four numbers without leading zeros, which some programs take for octal ones. */
  private static boolean looksLikeV4(String text) {
    int numbers = 0;
    for (int from = 0; from <= text.length(); numbers++) {
      int dot = text.indexOf('.', from);
      int to = dot < 0 ? text.length() : dot;
      if (!Values.isNumber(text, from, to, 3) || (text.charAt(from) == '0' && to - from > 1)) {
        return false;
      }
      from = to + 1;
    }
    return numbers == 4;
  }

  private static boolean looksLikeV6(String text) {
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      if (each != ':' && each != '.' && !HexFormat.isHexDigit(each)) {
        return false;
      }
    }
    return text.indexOf(':') >= 0;
  }

  static InetAddress require(String text) {
    return literal(text).orElseThrow(() -> new IllegalArgumentException(notLiteral(text)));
  }

  /** Neither everybody nor nobody: something a packet can be sent to. */
  static InetAddress requireUnicast(String text) {
    InetAddress address = require(text);
    if (address.isMulticastAddress() || address.isAnyLocalAddress()) {
      throw new IllegalArgumentException(
          "expected the address of one host, found " + Values.quote(text));
    }
    return address;
  }

  static String notLiteral(String text) {
    return "expected an IPv4 or IPv6 address, found "
        + Values.quote(text)
        + "; host names are never resolved";
  }

  static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }

  /** All zero. */
  static InetAddress any(Family family) {
    return of(new byte[family.addressBytes()]);
  }

  static InetAddress loopback() {
    return of(new byte[] {127, 0, 0, 1});
  }

  /** {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}. */
  static InetSocketAddress endpoint(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      throw new IllegalArgumentException(
          "expected an address and a port such as \"127.0.0.1:9113\", found " + Values.quote(text));
    }
    InetAddress address = require(unbracket(text.substring(0, colon)));
    int port = port(text.substring(colon + 1));
    if (port == 0) {
      throw new IllegalArgumentException("port must be 1..65535, found 0");
    }
    return new InetSocketAddress(address, port);
  }

  static int port(String text) {
    int port = Values.isNumber(text, 0, text.length(), 5) ? Integer.parseInt(text) : -1;
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0..65535, found " + Values.quote(text));
    }
    return port;
  }

  /** An IPv6 address that stands before a port must stand in brackets. */
  static String unbracket(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return host.substring(1, host.length() - 1);
    }
    if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "an IPv6 address before a port stands in brackets, as in \"[2001:db8::10]:80\"; found "
              + Values.quote(host));
    }
    return host;
  }

  /** One address, {@code a-b}, or {@code a-N} where N replaces the last octet or group. */
  static List<InetAddress> range(String text) {
    int dash = text.indexOf('-');
    if (dash < 0 || literal(text.substring(0, dash)).isEmpty()) {
      return List.of(requireUnicast(text));
    }
    InetAddress first = requireUnicast(text.substring(0, dash));
    InetAddress last = requireUnicast(last(text.substring(0, dash), text.substring(dash + 1)));
    if (Family.of(first) != Family.of(last)) {
      throw new IllegalArgumentException(
          "a range must stay in one family, found " + Values.quote(text));
    }
    BigInteger low = new BigInteger(1, first.getAddress());
    BigInteger count = new BigInteger(1, last.getAddress()).subtract(low).add(BigInteger.ONE);
    if (count.signum() <= 0) {
      throw new IllegalArgumentException("a range must rise, found " + Values.quote(text));
    }
    if (count.compareTo(BigInteger.valueOf(Limits.RANGE_ADDRESSES_MAX)) > 0) {
      throw new IllegalArgumentException(
          "a range holds at most "
              + Limits.RANGE_ADDRESSES_MAX
              + " addresses, found "
              + count
              + " in "
              + Values.quote(text));
    }
    List<InetAddress> addresses = new ArrayList<>(count.intValue());
    for (int i = 0; i < count.intValue(); i++) {
      addresses.add(of(bytes(low.add(BigInteger.valueOf(i)), first.getAddress().length)));
    }
    return addresses;
  }

  private static String last(String first, String end) {
    if (Values.isNumber(end, 0, end.length(), 3) && looksLikeV4(first)) {
      return first.substring(0, first.lastIndexOf('.') + 1) + end;
    }
    if (LAST_GROUP.matcher(end).matches() && looksLikeV6(first)) {
      return first.substring(0, first.lastIndexOf(':') + 1) + end;
    }
    return end;
  }

  private static byte[] bytes(BigInteger number, int length) {
    byte[] magnitude = number.toByteArray();
    byte[] bytes = new byte[length];
    int used = Math.min(magnitude.length, length);
    System.arraycopy(magnitude, magnitude.length - used, bytes, length - used, used);
    return bytes;
  }

  private static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("neither 4 nor 16 bytes: " + Arrays.toString(bytes), e);
    }
  }
}
