package io.directord.kernel.link;

import io.directord.kernel.netlink.Attributes;
import io.directord.kernel.netlink.InternetAddress;
import io.directord.kernel.netlink.MalformedMessage;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Routes and rules of the kernel as values; empty for kinds that are not made here. Pure. */
final class NetworkReader {
  private static final int ROUTE_CLONED = 0x200; // RTM_F_CLONED, an entry of the cache

  private NetworkReader() {}

  /** A route with this number of its maker. */
  static Optional<RouteSpec> route(ByteBuffer body, int protocol) throws MalformedMessage {
    Attributes in = after(body);
    int start = body.position();
    int bytes = addressBytes(body.get(start));
    RouteSpec.Type type = type(u8(body, start + 7));
    if (bytes == 0
        || type == null
        || u8(body, start + 5) != protocol
        || u8(body, start + 2) != 0
        || (body.getInt(start + 8) & ROUTE_CLONED) != 0) {
      return Optional.empty();
    }
    byte[] destination = new byte[bytes];
    Optional<InetAddress> gateway = Optional.empty();
    Optional<InetAddress> source = Optional.empty();
    long link = 0;
    long metric = 0;
    long table = u8(body, start + 4);
    while (in.next()) {
      switch (in.type()) {
        case NetworkCodec.ROUTE_DESTINATION -> destination = in.bytes(bytes);
        case NetworkCodec.ROUTE_GATEWAY -> gateway = Optional.of(address(in, bytes));
        case NetworkCodec.ROUTE_SOURCE -> source = Optional.of(address(in, bytes));
        case NetworkCodec.ROUTE_LINK -> link = in.u32();
        case NetworkCodec.ROUTE_METRIC -> metric = in.u32();
        case NetworkCodec.ROUTE_TABLE -> table = in.u32();
        default -> {}
      }
    }
    boolean blackhole = type == RouteSpec.Type.BLACKHOLE; // of IPv6, the kernel has them on lo
    try {
      return Optional.of(
          new RouteSpec(
              new Prefix(InternetAddress.of(destination), u8(body, start + 1)),
              blackhole ? Optional.empty() : gateway,
              blackhole ? 0 : (int) link,
              source,
              (int) table,
              metric,
              protocol,
              type));
    } catch (IllegalArgumentException other) {
      return Optional.empty(); // with several gateways, or of other kinds than ours
    }
  }

  /** A rule with this number of its maker that leads to a table. */
  static Optional<RuleSpec> rule(ByteBuffer body, int protocol) throws MalformedMessage {
    Attributes in = after(body);
    int start = body.position();
    int bytes = addressBytes(body.get(start));
    if (bytes == 0 || u8(body, start + 7) != NetworkCodec.ACTION_TABLE) {
      return Optional.empty();
    }
    Optional<Prefix> from = Optional.empty();
    Optional<Prefix> to = Optional.empty();
    Optional<String> inLink = Optional.empty();
    Optional<String> outLink = Optional.empty();
    long mark = 0;
    long mask = RuleSpec.Mark.ALL;
    boolean marked = false;
    long table = u8(body, start + 4);
    long priority = 0;
    int maker = 0;
    while (in.next()) {
      switch (in.type()) {
        case NetworkCodec.RULE_FROM -> from = network(in.bytes(bytes), u8(body, start + 2));
        case NetworkCodec.RULE_TO -> to = network(in.bytes(bytes), u8(body, start + 1));
        case NetworkCodec.RULE_IN_LINK -> inLink = Optional.of(in.text());
        case NetworkCodec.RULE_OUT_LINK -> outLink = Optional.of(in.text());
        case NetworkCodec.RULE_MARK -> {
          mark = in.u32();
          marked = true;
        }
        case NetworkCodec.RULE_MASK -> mask = in.u32();
        case NetworkCodec.RULE_TABLE -> table = in.u32();
        case NetworkCodec.RULE_PRIORITY -> priority = in.u32();
        case NetworkCodec.RULE_PROTOCOL -> maker = in.u8();
        default -> {}
      }
    }
    if (maker != protocol) {
      return Optional.empty();
    }
    Optional<RuleSpec.Mark> bits =
        marked ? Optional.of(new RuleSpec.Mark(mark, mask)) : Optional.empty();
    try {
      return Optional.of(
          new RuleSpec(
              bytes == 16, from, to, inLink, outLink, bits, (int) table, priority, protocol));
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  private static RouteSpec.@Nullable Type type(int number) {
    return Arrays.stream(RouteSpec.Type.values())
        .filter(each -> each.number() == number)
        .findFirst()
        .orElse(null);
  }

  private static Optional<Prefix> network(byte[] address, int length) throws MalformedMessage {
    try {
      return Optional.of(new Prefix(InternetAddress.of(address), length));
    } catch (IllegalArgumentException wrong) {
      throw new MalformedMessage("a network with bits beyond its prefix");
    }
  }

  private static InetAddress address(Attributes in, int bytes) throws MalformedMessage {
    return InternetAddress.of(in.bytes(bytes));
  }

  /** Zero for other families than we know. */
  private static int addressBytes(int family) {
    return family == InternetAddress.AF_INET ? 4 : family == InternetAddress.AF_INET6 ? 16 : 0;
  }

  private static int u8(ByteBuffer body, int at) {
    return Byte.toUnsignedInt(body.get(at));
  }

  private static Attributes after(ByteBuffer body) throws MalformedMessage {
    if (body.remaining() < NetworkCodec.HEADER_BYTES) {
      throw new MalformedMessage(body.remaining() + " bytes where a header has 12");
    }
    return new Attributes(
        body.slice(
                body.position() + NetworkCodec.HEADER_BYTES,
                body.remaining() - NetworkCodec.HEADER_BYTES)
            .order(body.order()));
  }
}
