package io.directord.failover.address;

import io.directord.kernel.link.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A neighbour solicitation or advertisement in an Ethernet frame (RFC 4861 sections 4.3, 4.4).
 * Pure.
 *
 * <pre>
 *   0  | destination (6) | source (6) | 0x86DD (2) |
 *  14  | version, class, flow (4) | length (2) | 58 (1) | hop limit 255 (1) |
 *  22  | source address (16) | destination address (16) |
 *  54  | 135 or 136 (1) | 0 (1) | checksum (2) | R S O flags (4) | target (16) |
 *  78  | options, each: type (1) | length in 8 bytes (1) | ...
 * </pre>
 *
 * @param linkAddress what the option says the sender's is (of a solicitation), or the target's (of
 *     an advertisement)
 */
public record NeighborMessage(
    MacAddress destinationMac,
    MacAddress sourceMac,
    InetAddress source,
    InetAddress destination,
    Kind kind,
    boolean router,
    boolean solicited,
    boolean override,
    InetAddress target,
    Optional<MacAddress> linkAddress) {
  /** Longer than any that is written here. */
  public static final int FRAME_BYTES_MAX = 86;

  /** Frames longer than this are not looked at: no Ethernet takes them. */
  private static final int READ_BYTES_MAX = 9216;

  private static final int ETHER_TYPE_AT = 12;
  private static final int IPV6_AT = 14;
  private static final int ICMP_AT = 54;
  private static final int TARGET_AT = 62;
  private static final int OPTIONS_AT = 78;
  private static final int OPTION_BYTES = 8;
  private static final int SOURCE_LINK_ADDRESS = 1;
  private static final int TARGET_LINK_ADDRESS = 2;
  private static final int ICMPV6 = 58;
  private static final int HOP_LIMIT = 255;
  private static final int ROUTER = 0x80;
  private static final int SOLICITED = 0x40;
  private static final int OVERRIDE = 0x20;

  /** Which of the two. */
  public enum Kind {
    SOLICITATION(135),
    ADVERTISEMENT(136);

    private final int type;

    Kind(int type) {
      this.type = type;
    }
  }

  public NeighborMessage {
    if (!(source instanceof Inet6Address
        && destination instanceof Inet6Address
        && target instanceof Inet6Address)) {
      throw new IllegalArgumentException("neighbour discovery is for IPv6");
    }
  }

  /** Asks who has the target, for an answer to our own address. */
  public static NeighborMessage solicitation(
      MacAddress own, InetAddress ownAddress, InetAddress target) {
    return asking(own, ownAddress, target, Optional.of(own));
  }

  /** Asks whether anybody has the target, claiming nothing (RFC 4862 section 5.4.2). */
  public static NeighborMessage probe(MacAddress own, InetAddress target) {
    return asking(own, Frames.address(new byte[16], 0, 16), target, Optional.empty());
  }

  private static NeighborMessage asking(
      MacAddress own, InetAddress from, InetAddress target, Optional<MacAddress> linkAddress) {
    byte[] group = Frames.solicitedNode(target.getAddress());
    return new NeighborMessage(
        Frames.groupMac(group),
        own,
        from,
        Frames.address(group, 0, 16),
        Kind.SOLICITATION,
        false,
        false,
        false,
        target,
        linkAddress);
  }

  /** The same, asked of one neighbour only: whether it is still there. */
  public NeighborMessage askedOf(MacAddress neighbor) {
    return new NeighborMessage(
        neighbor,
        sourceMac,
        source,
        target,
        kind,
        router,
        solicited,
        override,
        target,
        linkAddress);
  }

  /** The same, still addressed to whoever has the target, but in a frame to one neighbour only. */
  public NeighborMessage carriedTo(MacAddress neighbor) {
    return new NeighborMessage(
        neighbor,
        sourceMac,
        source,
        destination,
        kind,
        router,
        solicited,
        override,
        target,
        linkAddress);
  }

  /** Whether it only asks if the target is free: duplicate address detection. */
  public boolean isProbe() {
    return kind == Kind.SOLICITATION && source.isAnyLocalAddress();
  }

  /** Whether its sender says that it has this address. */
  public boolean claims(InetAddress address) {
    return kind == Kind.ADVERTISEMENT ? target.equals(address) : source.equals(address);
  }

  /**
   * The address that its sender has, or is about to take: the target of an advertisement and of
   * duplicate address detection (RFC 4862 section 5.4.3), else the source.
   */
  public InetAddress contested() {
    return kind == Kind.ADVERTISEMENT || isProbe() ? target : source;
  }

  /** With which MAC its sender has the address that it claims. */
  public MacAddress claimedMac() {
    return linkAddress.orElse(sourceMac);
  }

  /** Writes the frame to the buffer's start, sets its limit, and answers with its bytes. */
  public int write(ByteBuffer frame) {
    byte[] out = new byte[OPTIONS_AT + (linkAddress.isPresent() ? OPTION_BYTES : 0)];
    ByteBuffer wrapped = ByteBuffer.wrap(out);
    Frames.putMac(wrapped, 0, destinationMac);
    Frames.putMac(wrapped, 6, sourceMac);
    Frames.put16(wrapped, ETHER_TYPE_AT, Frames.ETHER_IPV6);
    out[IPV6_AT] = 0x60;
    Frames.put16(wrapped, IPV6_AT + 4, out.length - ICMP_AT);
    out[IPV6_AT + 6] = ICMPV6;
    out[IPV6_AT + 7] = (byte) HOP_LIMIT;
    wrapped.put(22, source.getAddress()).put(38, destination.getAddress());
    out[ICMP_AT] = (byte) kind.type;
    int flags = (router ? ROUTER : 0) | (solicited ? SOLICITED : 0) | (override ? OVERRIDE : 0);
    out[ICMP_AT + 4] = (byte) flags;
    wrapped.put(TARGET_AT, target.getAddress());
    linkAddress.ifPresent(mac -> {
      out[OPTIONS_AT] = (byte) option(kind);
      out[OPTIONS_AT + 1] = 1;
      Frames.putMac(wrapped, OPTIONS_AT + 2, mac);
    });
    Frames.put16(wrapped, ICMP_AT + 2, ~Frames.icmpSum(out, out.length) & 0xFFFF);
    frame.clear().put(0, out).limit(out.length);
    return out.length;
  }

  /**
   * Reads a frame from position to limit; empty when it is none, or one that the rules of RFC 4861
   * section 7.1 forbid to be believed.
   */
  public static Optional<NeighborMessage> read(ByteBuffer received) {
    int bytes = received.remaining();
    if (bytes < OPTIONS_AT || bytes > READ_BYTES_MAX) {
      return Optional.empty();
    }
    byte[] frame = new byte[bytes];
    received.get(received.position(), frame);
    int end = ICMP_AT + Frames.u16(frame, IPV6_AT + 4);
    if (Frames.u16(frame, ETHER_TYPE_AT) != Frames.ETHER_IPV6
        || frame[IPV6_AT] >> 4 != 6
        || frame[IPV6_AT + 6] != ICMPV6
        || frame[IPV6_AT + 7] != (byte) HOP_LIMIT
        || end < OPTIONS_AT
        || end > bytes
        || frame[ICMP_AT + 1] != 0
        || Frames.icmpSum(frame, end) != 0xFFFF) {
      return Optional.empty();
    }
    for (Kind kind : Kind.values()) {
      if (frame[ICMP_AT] == (byte) kind.type) {
        return message(frame, end, kind);
      }
    }
    return Optional.empty();
  }

  private static Optional<NeighborMessage> message(byte[] frame, int end, Kind kind) {
    Optional<MacAddress> linkAddress = Optional.empty();
    int at = OPTIONS_AT;
    while (at + 2 <= end) {
      int length = (frame[at + 1] & 0xFF) * OPTION_BYTES;
      if (length == 0 || length > end - at) {
        return Optional.empty();
      }
      if (frame[at] == option(kind) && length == OPTION_BYTES) {
        linkAddress = Optional.of(Frames.mac(frame, at + 2));
      }
      at += length;
    }
    NeighborMessage message =
        new NeighborMessage(
            Frames.mac(frame, 0),
            Frames.mac(frame, 6),
            Frames.address(frame, 22, 16),
            Frames.address(frame, 38, 16),
            kind,
            (frame[ICMP_AT + 4] & ROUTER) != 0,
            (frame[ICMP_AT + 4] & SOLICITED) != 0,
            (frame[ICMP_AT + 4] & OVERRIDE) != 0,
            Frames.address(frame, TARGET_AT, 16),
            linkAddress);
    boolean forbidden =
        at != end
            || message.target.isMulticastAddress()
            || (message.solicited && message.destination.isMulticastAddress())
            || (message.isProbe() && linkAddress.isPresent());
    return forbidden ? Optional.empty() : Optional.of(message);
  }

  private static int option(Kind kind) {
    return kind == Kind.SOLICITATION ? SOURCE_LINK_ADDRESS : TARGET_LINK_ADDRESS;
  }
}
