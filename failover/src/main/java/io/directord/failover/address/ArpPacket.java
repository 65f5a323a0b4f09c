package io.directord.failover.address;

import io.directord.kernel.link.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An ARP packet for IPv4 in an Ethernet frame (RFC 826, RFC 5227). Pure.
 *
 * <pre>
 *   0  | destination (6) | source (6) | 0x0806 (2) |
 *  14  | hardware 1 (2) | protocol 0x0800 (2) | 6 (1) | 4 (1) | operation (2) |
 *  22  | sender MAC (6) | sender IP (4) | target MAC (6) | target IP (4) |
 * </pre>
 *
 * @param destination of the frame
 * @param source of the frame, which may be another than the sender's
 */
public record ArpPacket(
    MacAddress destination,
    MacAddress source,
    Operation operation,
    MacAddress senderMac,
    InetAddress sender,
    MacAddress targetMac,
    InetAddress target) {
  public static final int FRAME_BYTES = 42;
  public static final MacAddress BROADCAST = new MacAddress(0xFFFF_FFFF_FFFFL);

  private static final MacAddress NOBODY = new MacAddress(0);
  private static final int ETHER_TYPE_AT = 12;
  private static final int BODY_AT = 14;

  /** Hardware 1, protocol 0x0800, addresses of 6 and of 4 bytes. */
  private static final long IPV4_OVER_ETHERNET = 0x0001_0800_0604L;

  /** What is wanted. */
  public enum Operation {
    REQUEST(1),
    REPLY(2);

    private final int number;

    Operation(int number) {
      this.number = number;
    }
  }

  /** What a packet says about its sender. */
  public enum Meaning {
    /** It asks whether the target is free, and claims nothing: its sender address is 0.0.0.0. */
    PROBE,
    /** It tells everybody that the address is its own: sender and target are one. */
    ANNOUNCEMENT,
    /** It asks for the target, and has the sender's address. */
    REQUEST,
    /** It answers that it has the sender's address. */
    REPLY
  }

  public ArpPacket {
    if (!(sender instanceof Inet4Address && target instanceof Inet4Address)) {
      throw new IllegalArgumentException("ARP is for IPv4");
    }
  }

  /**
   * Asks whether anybody has the address, claiming nothing (RFC 5227 section 2.1.1); whoever has it
   * answers. Also keeps caches as they are, unlike a request.
   */
  public static ArpPacket probe(MacAddress own, InetAddress target) {
    return new ArpPacket(BROADCAST, own, Operation.REQUEST, own, any(), NOBODY, target);
  }

  /** Asks who has the target, for an answer to our own address. */
  public static ArpPacket request(MacAddress own, InetAddress ownAddress, InetAddress target) {
    return new ArpPacket(BROADCAST, own, Operation.REQUEST, own, ownAddress, NOBODY, target);
  }

  /** The same, asked of one neighbour only: whether it is still there. */
  public ArpPacket askedOf(MacAddress neighbor) {
    return new ArpPacket(neighbor, source, operation, senderMac, sender, targetMac, target);
  }

  public Meaning meaning() {
    if (sender.isAnyLocalAddress()) {
      return Meaning.PROBE;
    }
    if (sender.equals(target)) {
      return Meaning.ANNOUNCEMENT;
    }
    return operation == Operation.REQUEST ? Meaning.REQUEST : Meaning.REPLY;
  }

  /** Whether its sender says that it has this address. */
  public boolean claims(InetAddress address) {
    return meaning() != Meaning.PROBE && sender.equals(address);
  }

  /** Writes the frame to the buffer's start, sets its limit, and answers with its bytes. */
  public int write(ByteBuffer frame) {
    frame.clear();
    Frames.putMac(frame, 0, destination);
    Frames.putMac(frame, 6, source);
    Frames.put16(frame, ETHER_TYPE_AT, Frames.ETHER_ARP);
    Frames.put48(frame, BODY_AT, IPV4_OVER_ETHERNET);
    Frames.put16(frame, BODY_AT + 6, operation.number);
    Frames.putMac(frame, 22, senderMac);
    frame.put(28, sender.getAddress());
    Frames.putMac(frame, 32, targetMac);
    frame.put(38, target.getAddress());
    frame.limit(FRAME_BYTES);
    return FRAME_BYTES;
  }

  /** Reads a frame from position to limit; empty when it is none, or of another kind. */
  public static Optional<ArpPacket> read(ByteBuffer received) {
    if (received.remaining() < FRAME_BYTES) {
      return Optional.empty();
    }
    byte[] frame = new byte[FRAME_BYTES];
    received.get(received.position(), frame);
    if (Frames.u16(frame, ETHER_TYPE_AT) != Frames.ETHER_ARP
        || Frames.u48(frame, BODY_AT) != IPV4_OVER_ETHERNET) {
      return Optional.empty();
    }
    int number = Frames.u16(frame, BODY_AT + 6);
    return Arrays.stream(Operation.values())
        .filter(each -> each.number == number)
        .findFirst()
        .map(operation ->
            new ArpPacket(
                Frames.mac(frame, 0),
                Frames.mac(frame, 6),
                operation,
                Frames.mac(frame, 22),
                Frames.address(frame, 28, 4),
                Frames.mac(frame, 32),
                Frames.address(frame, 38, 4)));
  }

  private static InetAddress any() {
    try {
      return InetAddress.getByAddress(new byte[4]);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
