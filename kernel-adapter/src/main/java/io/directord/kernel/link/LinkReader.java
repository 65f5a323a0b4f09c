package io.directord.kernel.link;

import io.directord.kernel.netlink.Attributes;
import io.directord.kernel.netlink.InternetAddress;
import io.directord.kernel.netlink.MalformedMessage;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages of rtnetlink as values; empty for other families than we know, such as the news of a
 * bridge about its ports. Pure.
 */
final class LinkReader {
  private static final int UP = 0x1; // IFF_UP
  private static final int LOOPBACK = 0x8; // IFF_LOOPBACK
  private static final int RUNNING = 0x40; // IFF_RUNNING
  private static final int CACHE_INFO_BYTES = 16;

  private LinkReader() {}

  /** The event that a message tells of. */
  static Optional<LinkEvent> event(int type, ByteBuffer body) throws MalformedMessage {
    return switch (type) {
      case LinkCodec.NEW_LINK -> link(body).map(LinkEvent.LinkChanged::new);
      case LinkCodec.DEL_LINK -> link(body).map(LinkEvent.LinkGone::new);
      case LinkCodec.NEW_ADDRESS -> address(body).map(LinkEvent.AddressChanged::new);
      case LinkCodec.DEL_ADDRESS -> address(body).map(LinkEvent.AddressGone::new);
      case LinkCodec.NEW_NEIGHBOR -> neighbor(body).map(LinkEvent.NeighborChanged::new);
      case LinkCodec.DEL_NEIGHBOR -> neighbor(body).map(LinkEvent.NeighborGone::new);
      default -> Optional.empty();
    };
  }

  /** Wireless drivers send fragments without an MTU: those are not about the link itself. */
  static Optional<Link> link(ByteBuffer body) throws MalformedMessage {
    Attributes in = after(body, LinkCodec.LINK_HEADER_BYTES);
    int start = body.position();
    int flags = body.getInt(start + 8);
    @Nullable String name = null;
    long mtu = -1;
    Optional<MacAddress> mac = Optional.empty();
    Optional<String> kind = Optional.empty();
    while (in.next()) {
      switch (in.type()) {
        case LinkCodec.LINK_NAME -> name = in.text();
        case LinkCodec.LINK_MTU -> mtu = in.u32();
        case LinkCodec.LINK_ADDRESS -> mac = mac(in);
        case LinkCodec.LINK_INFO -> kind = kind(in.nested());
        default -> {}
      }
    }
    if (body.get(start) != 0 || name == null || mtu < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Link(
            body.getInt(start + 4),
            name,
            (int) Math.min(mtu, Integer.MAX_VALUE),
            (flags & UP) != 0,
            (flags & RUNNING) != 0,
            (flags & LOOPBACK) != 0,
            mac,
            kind));
  }

  private static Optional<String> kind(Attributes in) throws MalformedMessage {
    while (in.next()) {
      if (in.type() == LinkCodec.LINK_INFO_KIND) {
        return Optional.of(in.text());
      }
    }
    return Optional.empty();
  }

  static Optional<Address> address(ByteBuffer body) throws MalformedMessage {
    Attributes in = after(body, LinkCodec.ADDRESS_HEADER_BYTES);
    int start = body.position();
    int family = body.get(start);
    if (family != InternetAddress.AF_INET && family != InternetAddress.AF_INET6) {
      return Optional.empty();
    }
    long flags = Byte.toUnsignedLong(body.get(start + 2));
    @Nullable InetAddress local = null;
    @Nullable InetAddress peer = null;
    Optional<String> label = Optional.empty();
    Optional<Integer> protocol = Optional.empty();
    long preferred = AddressSpec.FOREVER;
    long valid = AddressSpec.FOREVER;
    while (in.next()) {
      switch (in.type()) {
        case LinkCodec.ADDRESS_LOCAL -> local = internet(in, family);
        case LinkCodec.ADDRESS_PEER -> peer = internet(in, family);
        case LinkCodec.ADDRESS_LABEL -> label = Optional.of(in.text());
        case LinkCodec.ADDRESS_FLAGS -> flags = in.u32();
        case LinkCodec.ADDRESS_PROTOCOL -> protocol = Optional.of(in.u8());
        case LinkCodec.ADDRESS_CACHE_INFO -> {
          ByteBuffer info = ByteBuffer.wrap(in.bytes(CACHE_INFO_BYTES)).order(body.order());
          preferred = Integer.toUnsignedLong(info.getInt(0));
          valid = Integer.toUnsignedLong(info.getInt(4));
        }
        default -> {}
      }
    }
    InetAddress address = local != null ? local : peer; // IPv6 says only the one
    if (address == null) {
      throw new MalformedMessage("an address message without an address");
    }
    return Optional.of(
        new Address(
            body.getInt(start + 4),
            address,
            Byte.toUnsignedInt(body.get(start + 1)),
            Scope.of(Byte.toUnsignedInt(body.get(start + 3))),
            label,
            AddressFlag.of(flags),
            protocol,
            preferred,
            valid));
  }

  static Optional<Neighbor> neighbor(ByteBuffer body) throws MalformedMessage {
    Attributes in = after(body, LinkCodec.NEIGHBOR_HEADER_BYTES);
    int start = body.position();
    int family = body.get(start);
    if (family != InternetAddress.AF_INET && family != InternetAddress.AF_INET6) {
      return Optional.empty();
    }
    @Nullable InetAddress address = null;
    Optional<MacAddress> mac = Optional.empty();
    while (in.next()) {
      switch (in.type()) {
        case LinkCodec.NEIGHBOR_ADDRESS -> address = internet(in, family);
        case LinkCodec.NEIGHBOR_MAC -> mac = mac(in);
        default -> {}
      }
    }
    if (address == null) {
      throw new MalformedMessage("a neighbour message without an address");
    }
    int state = Short.toUnsignedInt(body.getShort(start + 8));
    return Optional.of(new Neighbor(body.getInt(start + 4), address, mac, NeighborState.of(state)));
  }

  private static InetAddress internet(Attributes in, int family) throws MalformedMessage {
    return InternetAddress.of(in.bytes(family == InternetAddress.AF_INET ? 4 : 16));
  }

  /** Links that are no Ethernet have hardware addresses of other lengths. */
  private static Optional<MacAddress> mac(Attributes in) throws MalformedMessage {
    return in.length() == MacAddress.BYTES
        ? Optional.of(MacAddress.of(in.bytes(MacAddress.BYTES)))
        : Optional.empty();
  }

  private static Attributes after(ByteBuffer body, int headerBytes) throws MalformedMessage {
    if (body.remaining() < headerBytes) {
      throw new MalformedMessage(body.remaining() + " bytes where a header has " + headerBytes);
    }
    return new Attributes(
        body.slice(body.position() + headerBytes, body.remaining() - headerBytes)
            .order(body.order()));
  }
}
