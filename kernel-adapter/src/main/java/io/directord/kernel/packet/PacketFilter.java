package io.directord.kernel.packet;

import io.directord.kernel.Family;
import io.directord.kernel.libc.NativeBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs that accept the packets which a raw socket is to hear, in classic BPF ({@code
 * linux/bpf_common.h}). A raw socket of IPv4 hears packets from their IP header on, one of IPv6
 * from the header of its protocol on. Pure.
 *
 * <pre>
 *  struct sock_filter:  | code (2) | skip if true (1) | skip if false (1) | operand (4) |
 * </pre>
 */
final class PacketFilter {
  private static final int INSTRUCTION_BYTES = 8;
  private static final int LOAD_IP_HEADER_BYTES = 0xb1; // BPF_LDX | BPF_B | BPF_MSH: X = 4 * low
  private static final int CLEAR_INDEX = 0x01; // BPF_LDX | BPF_IMM
  private static final int LOAD_HALF = 0x48; // BPF_LD | BPF_H | BPF_IND
  private static final int LOAD_BYTE = 0x50; // BPF_LD | BPF_B | BPF_IND
  private static final int AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
  private static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  private static final int RETURN = 0x06; // BPF_RET | BPF_K
  private static final int WHOLE = 0xFFFF;

  private static final int TCP = 6;
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;
  private static final int FRAGMENTATION_NEEDED = 4;

  private final List<int[]> program = new ArrayList<>();

  private PacketFilter(Family family) {
    if (family == Family.IPV4) {
      program.add(new int[] {LOAD_IP_HEADER_BYTES, 0, 0, 0});
    } else {
      program.add(new int[] {CLEAR_INDEX, 0, 0, 0});
    }
  }

  static NativeBytes of(Family family, RawSocket.Hearing hearing) {
    PacketFilter filter = new PacketFilter(family);
    switch (hearing) {
      case RawSocket.Hearing.TcpAnswers(var ports) -> filter.tcpAnswers(ports);
      case RawSocket.Hearing.EchoReplies(var id) -> filter.echoReplies(family, id);
      case RawSocket.Hearing.TcpUnreachable(var ports) -> {
        filter.unreachable(family, TCP);
        filter.anyOf(family == Family.IPV4 ? 28 : 48, ports);
      }
      case RawSocket.Hearing.EchoUnreachable(var id) -> {
        filter.unreachable(family, family == Family.IPV4 ? ICMP : ICMPV6);
        filter.anyOf(family == Family.IPV4 ? 32 : 52, List.of(id));
      }
      case RawSocket.Hearing.Nothing _ -> filter.add(RETURN, 0, 0, 0);
    }
    return filter.bytes();
  }

  /** SYN-ACK or RST-ACK, as both answers to a SYN are, to one of these ports. */
  private void tcpAnswers(List<Integer> ports) {
    add(LOAD_BYTE, 0, 0, 13);
    add(AND, 0, 0, 0x16); // ACK, RST, SYN
    add(JUMP_EQUAL, 2, 0, 0x12);
    add(JUMP_EQUAL, 1, 0, 0x14);
    add(RETURN, 0, 0, 0);
    anyOf(2, ports);
  }

  /**
   * "Destination unreachable", and the packet that did not arrive, which ICMP quotes after 8 bytes,
   * is of this protocol. It is one of ours, so its IP header has no options.
   */
  private void unreachable(Family family, int protocol) {
    boolean ipv4 = family == Family.IPV4;
    require(0, ipv4 ? 3 : 1);
    if (ipv4) {
      add(LOAD_BYTE, 0, 0, 1);
      add(JUMP_EQUAL, 0, 1, FRAGMENTATION_NEEDED);
      add(RETURN, 0, 0, 0);
    }
    require(ipv4 ? 17 : 14, protocol);
  }

  private void require(int at, int value) {
    add(LOAD_BYTE, 0, 0, at);
    add(JUMP_EQUAL, 1, 0, value);
    add(RETURN, 0, 0, 0);
  }

  /** The end: the two bytes there are one of these numbers. */
  private void anyOf(int at, List<Integer> numbers) {
    int n = numbers.size();
    add(LOAD_HALF, 0, 0, at);
    for (int i = 0; i < n; i++) {
      add(JUMP_EQUAL, n - i, 0, numbers.get(i));
    }
    add(RETURN, 0, 0, 0);
    add(RETURN, 0, 0, WHOLE);
  }

  private void echoReplies(Family family, int id) {
    add(LOAD_BYTE, 0, 0, 0);
    add(JUMP_EQUAL, 0, 3, family == Family.IPV4 ? 0 : 129);
    add(LOAD_HALF, 0, 0, 4);
    add(JUMP_EQUAL, 0, 1, id);
    add(RETURN, 0, 0, WHOLE);
    add(RETURN, 0, 0, 0);
  }

  private void add(int code, int ifTrue, int ifFalse, int operand) {
    program.add(new int[] {code, ifTrue, ifFalse, operand});
  }

  private NativeBytes bytes() {
    NativeBytes bytes = NativeBytes.of(program.size() * INSTRUCTION_BYTES);
    ByteBuffer out = bytes.buffer();
    int at = 0;
    for (int[] each : program) {
      out.putShort(at, (short) each[0]);
      out.put(at + 2, (byte) each[1]);
      out.put(at + 3, (byte) each[2]);
      out.putInt(at + 4, each[3]);
      at += INSTRUCTION_BYTES;
    }
    return bytes;
  }
}
