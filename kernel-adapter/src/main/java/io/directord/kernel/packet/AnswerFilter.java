package io.directord.kernel.packet;

import io.directord.kernel.Family;
import io.directord.kernel.libc.NativeBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Programs for packet sockets, in classic BPF ({@code linux/bpf_common.h}), that accept what
 * answers packets from a range of ports: TCP segments to them, and ICMP errors that quote packets
 * from them, also inside of a tunnel; of IPv6, neighbour advertisements too. Pure.
 *
 * <p>A quoted packet is one of ours, so its IP header has no options.
 */
final class AnswerFilter {
  private static final int INSTRUCTION_BYTES = 8;
  private static final int LOAD_IP_HEADER_BYTES = 0xb1; // BPF_LDX | BPF_B | BPF_MSH: X = 4 * low
  private static final int LOAD_HALF = 0x28; // BPF_LD | BPF_H | BPF_ABS
  private static final int LOAD_BYTE = 0x30; // BPF_LD | BPF_B | BPF_ABS
  private static final int LOAD_HALF_AFTER = 0x48; // BPF_LD | BPF_H | BPF_IND
  private static final int LOAD_BYTE_AFTER = 0x50; // BPF_LD | BPF_B | BPF_IND
  private static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  private static final int JUMP_GREATER = 0x25; // BPF_JMP | BPF_JGT | BPF_K
  private static final int JUMP_NOT_LESS = 0x35; // BPF_JMP | BPF_JGE | BPF_K
  private static final int JUMP_ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
  private static final int RETURN = 0x06; // BPF_RET | BPF_K
  private static final int WHOLE = 0xFFFF;

  private static final String NEXT = "next";
  private static final String DROP = "drop";
  private static final String ACCEPT = "accept";

  private static final int FRAME = 14;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private record Instruction(int code, String ifTrue, String ifFalse, int operand) {}

  private final List<Instruction> program = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final int portMin;
  private final int portMax;

  private AnswerFilter(int portMin, int portMax) {
    this.portMin = portMin;
    this.portMax = portMax;
  }

  static NativeBytes of(Family family, int portMin, int portMax) {
    AnswerFilter filter = new AnswerFilter(portMin, portMax);
    switch (family) {
      case IPV4 -> filter.ipv4();
      case IPV6 -> filter.ipv6();
    }
    filter.label(DROP);
    filter.add(RETURN, NEXT, NEXT, 0);
    filter.label(ACCEPT);
    filter.add(RETURN, NEXT, NEXT, WHOLE);
    return filter.bytes();
  }

  private void ipv4() {
    add(LOAD_HALF, NEXT, NEXT, 12);
    add(JUMP_EQUAL, NEXT, DROP, 0x0800);
    add(LOAD_HALF, NEXT, NEXT, FRAME + 6);
    add(JUMP_ANY_BIT, DROP, NEXT, 0x1fff); // not the first fragment
    add(LOAD_IP_HEADER_BYTES, NEXT, NEXT, FRAME);
    add(LOAD_BYTE, NEXT, NEXT, FRAME + 9);
    add(JUMP_EQUAL, "icmp", NEXT, 1);
    add(JUMP_EQUAL, NEXT, DROP, TCP);
    port(LOAD_HALF_AFTER, FRAME + 2);
    label("icmp");
    add(LOAD_BYTE_AFTER, NEXT, NEXT, FRAME);
    add(JUMP_EQUAL, "quote", NEXT, 3);
    add(JUMP_EQUAL, "quote", NEXT, 5);
    add(JUMP_EQUAL, "quote", DROP, 11);
    label("quote");
    int quote = FRAME + 8;
    add(LOAD_BYTE_AFTER, NEXT, NEXT, quote + 9);
    add(JUMP_EQUAL, "inner", NEXT, 4);
    add(JUMP_EQUAL, ACCEPT, NEXT, 47); // GRE: whether it is ours is seen by whoever reads it
    add(JUMP_EQUAL, "outer", NEXT, TCP);
    add(JUMP_EQUAL, "outer", DROP, UDP);
    label("outer");
    port(LOAD_HALF_AFTER, quote + 20);
    label("inner");
    port(LOAD_HALF_AFTER, quote + 40);
  }

  private void ipv6() {
    add(LOAD_HALF, NEXT, NEXT, 12);
    add(JUMP_EQUAL, NEXT, DROP, 0x86DD);
    add(LOAD_BYTE, NEXT, NEXT, FRAME + 6);
    add(JUMP_EQUAL, "icmp", NEXT, 58);
    add(JUMP_EQUAL, NEXT, DROP, TCP);
    port(LOAD_HALF, FRAME + 40 + 2);
    label("icmp");
    add(LOAD_BYTE, NEXT, NEXT, FRAME + 40);
    add(JUMP_EQUAL, ACCEPT, NEXT, 136);
    add(JUMP_EQUAL, DROP, NEXT, 0);
    add(JUMP_GREATER, DROP, NEXT, 3);
    int quote = FRAME + 48;
    add(LOAD_BYTE, NEXT, NEXT, quote + 6);
    add(JUMP_EQUAL, NEXT, DROP, TCP);
    port(LOAD_HALF, quote + 40);
  }

  private void port(int load, int at) {
    add(load, NEXT, NEXT, at);
    add(JUMP_NOT_LESS, NEXT, DROP, portMin);
    add(JUMP_GREATER, DROP, ACCEPT, portMax);
  }

  private void label(String name) {
    labels.put(name, program.size());
  }

  private void add(int code, String ifTrue, String ifFalse, int operand) {
    program.add(new Instruction(code, ifTrue, ifFalse, operand));
  }

  private int skipped(String label, int from) {
    return label.equals(NEXT) ? 0 : labels.getOrDefault(label, 0) - from - 1;
  }

  private NativeBytes bytes() {
    NativeBytes bytes = NativeBytes.of(program.size() * INSTRUCTION_BYTES);
    ByteBuffer out = bytes.buffer();
    for (int i = 0; i < program.size(); i++) {
      Instruction each = program.get(i);
      int at = i * INSTRUCTION_BYTES;
      out.putShort(at, (short) each.code());
      out.put(at + 2, (byte) skipped(each.ifTrue(), i));
      out.put(at + 3, (byte) skipped(each.ifFalse(), i));
      out.putInt(at + 4, each.operand());
    }
    return bytes;
  }
}
