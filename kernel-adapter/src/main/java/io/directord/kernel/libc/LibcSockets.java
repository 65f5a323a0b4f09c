package io.directord.kernel.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * Opens and sets up sockets of packets. Each call answers zero or more, or {@code -errno}; none of
 * them is made once a socket is in use. Thread-safe.
 */
public final class LibcSockets {
  public static final int AF_PACKET = 17;
  public static final int SOCK_STREAM = 1;
  public static final int SOL_IP = 0;
  public static final int SOL_IPV6 = 41;
  public static final int SOL_PACKET = 263;

  // asm-generic/socket.h
  public static final int SO_PRIORITY = 12;
  public static final int SO_BINDTODEVICE = 25;
  public static final int SO_TIMESTAMPNS = 35;
  public static final int SO_BINDTOIFINDEX = 62; // since Linux 5.0
  private static final int SO_ATTACH_FILTER = 26;

  // linux/in.h
  public static final int IP_HDRINCL = 3;
  public static final int IP_PKTINFO = 8;
  public static final int IP_MTU_DISCOVER = 10;
  public static final int IP_PMTUDISC_PROBE = 3;
  public static final int IP_FREEBIND = 15;
  public static final int IP_MULTICAST_IF = 32;
  public static final int IP_MULTICAST_TTL = 33;
  public static final int IP_MULTICAST_LOOP = 34;
  public static final int IP_ADD_MEMBERSHIP = 35;
  public static final int IP_MULTICAST_ALL = 49;

  // linux/in6.h
  public static final int IPV6_CHECKSUM = 7;
  public static final int IPV6_UNICAST_HOPS = 16;
  public static final int IPV6_MULTICAST_IF = 17;
  public static final int IPV6_MULTICAST_HOPS = 18;
  public static final int IPV6_MULTICAST_LOOP = 19;
  public static final int IPV6_ADD_MEMBERSHIP = 20;
  public static final int IPV6_MULTICAST_ALL = 29;
  public static final int IPV6_V6ONLY = 26;
  public static final int IPV6_RECVPKTINFO = 49;
  public static final int IPV6_PKTINFO = 50;
  public static final int IPV6_RECVHOPLIMIT = 51;
  public static final int IPV6_HOPLIMIT = 52;
  public static final int IPV6_TCLASS = 67;
  public static final int IPV6_FREEBIND = 78;

  /** linux/if_packet.h; since Linux 4.20. */
  public static final int PACKET_IGNORE_OUTGOING = 23;

  private static final int INSTRUCTION_BYTES = 8; // struct sock_filter
  private static final int PROGRAM_BYTES = 16; // struct sock_fprog

  private static final LibcCall LISTEN = LibcCall.named("listen");

  private LibcSockets() {}

  /** bind(2) to a whole socket address. */
  public static int bind(int fd, NativeBytes address) {
    try (Arena arena = Arena.ofConfined()) {
      return Libc.BIND.call(
          LibcCall.state(arena), fd, address.segment().address(), address.bytes());
    } finally {
      Reference.reachabilityFence(address);
    }
  }

  /** listen(2). */
  public static int listen(int fd, int backlog) {
    try (Arena arena = Arena.ofConfined()) {
      return LISTEN.call(LibcCall.state(arena), fd, backlog);
    }
  }

  /** setsockopt(2) with a structure. */
  public static int setsockopt(int fd, int level, int option, NativeBytes value) {
    return setsockopt(fd, level, option, value.segment());
  }

  /**
   * Attaches a classic BPF program ({@code linux/filter.h}): what it does not accept is never
   * queued.
   *
   * @param instructions each a struct sock_filter
   */
  public static int attachFilter(int fd, NativeBytes instructions) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment program = arena.allocate(PROGRAM_BYTES, Long.BYTES);
      program.set(ValueLayout.JAVA_SHORT, 0, (short) (instructions.bytes() / INSTRUCTION_BYTES));
      program.set(ValueLayout.ADDRESS, 8, instructions.segment());
      return setsockopt(fd, Libc.SOL_SOCKET, SO_ATTACH_FILTER, program);
    } finally {
      Reference.reachabilityFence(instructions);
    }
  }

  private static int setsockopt(int fd, int level, int option, MemorySegment value) {
    try (Arena arena = Arena.ofConfined()) {
      return Libc.SETSOCKOPT.call(
          LibcCall.state(arena), fd, level, option, value.address(), value.byteSize());
    } finally {
      Reference.reachabilityFence(value);
    }
  }
}
