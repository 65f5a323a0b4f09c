package io.directord.kernel.packet;

import io.directord.kernel.libc.NativeBytes;
import java.nio.ByteBuffer;

/**
 * Programs that accept the frames to be heard, in classic BPF ({@code linux/bpf_common.h}). Pure.
 *
 * <pre>
 *  struct sock_filter:  | code (2) | skip if true (1) | skip if false (1) | operand (4) |
 * </pre>
 */
final class FrameFilter {
  private static final int INSTRUCTION_BYTES = 8;
  private static final int LOAD_HALF = 0x28; // BPF_LD | BPF_H | BPF_ABS
  private static final int LOAD_BYTE = 0x30; // BPF_LD | BPF_B | BPF_ABS
  private static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  private static final int RETURN = 0x06; // BPF_RET | BPF_K
  private static final int WHOLE = 0xFFFF;

  private static final int ETHER_TYPE_AT = 12;
  private static final int NEXT_HEADER_AT = 14 + 6;
  private static final int ICMP_TYPE_AT = 14 + 40;
  private static final int ICMPV6 = 58;
  private static final int NEIGHBOR_SOLICITATION = 135;
  private static final int NEIGHBOR_ADVERTISEMENT = 136;

  private FrameFilter() {}

  static NativeBytes of(PacketSocket.Hearing hearing) {
    int[][] program =
        switch (hearing) {
          case NOTHING -> new int[][] {{RETURN, 0, 0, 0}};
          case ARP ->
              new int[][] {
                {LOAD_HALF, 0, 0, ETHER_TYPE_AT},
                {JUMP_EQUAL, 0, 1, 0x0806},
                {RETURN, 0, 0, WHOLE},
                {RETURN, 0, 0, 0}
              };
          case NEIGHBOR_DISCOVERY ->
              new int[][] {
                {LOAD_HALF, 0, 0, ETHER_TYPE_AT},
                {JUMP_EQUAL, 0, 6, 0x86DD},
                {LOAD_BYTE, 0, 0, NEXT_HEADER_AT},
                {JUMP_EQUAL, 0, 4, ICMPV6},
                {LOAD_BYTE, 0, 0, ICMP_TYPE_AT},
                {JUMP_EQUAL, 1, 0, NEIGHBOR_SOLICITATION},
                {JUMP_EQUAL, 0, 1, NEIGHBOR_ADVERTISEMENT},
                {RETURN, 0, 0, WHOLE},
                {RETURN, 0, 0, 0}
              };
        };
    NativeBytes bytes = NativeBytes.of(program.length * INSTRUCTION_BYTES);
    ByteBuffer out = bytes.buffer();
    for (int i = 0; i < program.length; i++) {
      int at = i * INSTRUCTION_BYTES;
      out.putShort(at, (short) program[i][0]);
      out.put(at + 2, (byte) program[i][1]);
      out.put(at + 3, (byte) program[i][2]);
      out.putInt(at + 4, program[i][3]);
    }
    return bytes;
  }
}
