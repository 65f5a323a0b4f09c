package io.directord.kernel.packet;

import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Datagrams;
import io.directord.kernel.libc.Libc;
import io.directord.kernel.libc.LibcSockets;
import io.directord.kernel.libc.NativeBytes;
import io.directord.kernel.netlink.InternetAddress;
import io.directord.kernel.netlink.MalformedMessage;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Questions to many hosts in one protocol over IP, and the answers to them ({@code raw(7)}): the
 * kernel writes the IP header and chooses the way, and queues only what its filter accepts. The
 * checksum of TCP over IPv6 and of ICMPv6 is the kernel's work, any other the sender's. Never
 * blocks. Confined to one thread, after opening.
 */
public final class RawSocket implements AutoCloseable {
  private static final int TCP = 6;
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;
  private static final int TCP_CHECKSUM_AT = 16;
  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;
  private static final int IPV4_HEADER_BYTES = 20;
  private static final int IPV4_SOURCE = 12;

  private final Family family;
  private final int fd;
  private final Datagrams datagrams;
  private final byte[] from;
  private boolean closed;

  /** What is heard. */
  public sealed interface Hearing {
    /** What answers a SYN from one of these ports of this host: SYN-ACK, or RST with ACK. */
    record TcpAnswers(List<Integer> ports) implements Hearing {
      public TcpAnswers {
        ports = List.copyOf(ports);
      }
    }

    /** Answers to echo requests with this id. */
    record EchoReplies(int id) implements Hearing {}

    /** ICMP's word that TCP segments from one of these ports of this host did not arrive. */
    record TcpUnreachable(List<Integer> ports) implements Hearing {
      public TcpUnreachable {
        ports = List.copyOf(ports);
      }
    }

    /** ICMP's word that echo requests with this id did not arrive. */
    record EchoUnreachable(int id) implements Hearing {}

    /**
     * Nothing, and packets of this protocol are sent: whole or not at all, whatever the kernel
     * believes of the way's MTU.
     */
    record Nothing(int protocol) implements Hearing {}
  }

  /** A host, in the form that the kernel wants. */
  public static final class Peer {
    private final byte[] address;
    private final NativeBytes name;
    private final @Nullable NativeBytes control;

    private Peer(byte[] address, NativeBytes name, @Nullable NativeBytes control) {
      this.address = address;
      this.name = name;
      this.control = control;
    }

    /** Whether the host has this address. */
    public boolean isAt(byte[] other) {
      return Arrays.equals(address, other);
    }
  }

  private RawSocket(Family family, int fd) {
    this.family = family;
    this.fd = fd;
    this.datagrams = new Datagrams(fd);
    this.from = new byte[family.addressBytes()];
  }

  /** Needs CAP_NET_RAW. */
  public static RawSocket open(Family family, Hearing hearing) throws KernelException {
    int protocol =
        switch (hearing) {
          case Hearing.TcpAnswers _ -> TCP;
          case Hearing.EchoReplies _, Hearing.TcpUnreachable _, Hearing.EchoUnreachable _ ->
              family == Family.IPV4 ? ICMP : ICMPV6;
          case Hearing.Nothing(var number) -> number;
        };
    String subject = "raw socket of protocol " + protocol;
    int type = Libc.SOCK_RAW | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC;
    int fd = check(subject, Libc.socket(family.number(), type, protocol));
    try {
      NativeBytes filter = PacketFilter.of(family, hearing);
      check(subject + ", filter", LibcSockets.attachFilter(fd, filter));
      if (family == Family.IPV6 && protocol == TCP) {
        check(
            subject + ", checksum",
            Libc.setsockopt(fd, LibcSockets.SOL_IPV6, LibcSockets.IPV6_CHECKSUM, TCP_CHECKSUM_AT));
      }
      if (family == Family.IPV4 && hearing instanceof Hearing.Nothing) {
        check(
            subject + ", MTU",
            Libc.setsockopt(
                fd,
                LibcSockets.SOL_IP,
                LibcSockets.IP_MTU_DISCOVER,
                LibcSockets.IP_PMTUDISC_PROBE));
      }
      // As much as the host allows: answers to many come at once.
      Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      RawSocket socket = new RawSocket(family, fd);
      socket.drain();
      return socket;
    } catch (KernelException refused) {
      Libc.close(fd);
      throw refused;
    }
  }

  /**
   * A host to send to.
   *
   * @param source the address of ours that the checksum was made with, for IPv4; the kernel refuses
   *     to send when it is no longer one
   */
  public static Peer peer(InetAddress to, Optional<InetAddress> source) {
    int link = to instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
    NativeBytes control =
        source.map(own -> ControlMessages.sourceIpv4(own.getAddress())).orElse(null);
    return new Peer(to.getAddress(), SocketAddresses.of(to, link), control);
  }

  public int fd() {
    return fd;
  }

  /** Sends the first bytes of the direct buffer; zero, or {@code -errno}. */
  public int send(ByteBuffer packet, int bytes, Peer to) {
    return Math.min(0, datagrams.send(packet, bytes, to.name, to.control));
  }

  /**
   * Fills the direct buffer, whose position is then at the header of the protocol and whose limit
   * is at the end; zero, or {@code -errno}. A longer packet is cut off.
   */
  public int receive(ByteBuffer packet) {
    packet.clear();
    int answer = datagrams.receive(packet);
    if (answer < 0) {
      packet.limit(0);
      return answer;
    }
    packet.limit(Math.min(answer, packet.capacity()));
    if (family == Family.IPV6) {
      datagrams.name().get(SocketAddresses.IPV6_ADDRESS, from);
    } else if (packet.limit() >= IPV4_HEADER_BYTES) {
      packet.get(IPV4_SOURCE, from);
      packet.position(Math.min(packet.limit(), (packet.get(0) & 0xf) * Integer.BYTES));
    } else {
      packet.position(packet.limit());
    }
    return 0;
  }

  /** Whether the packet received last has come from there, as far as its header can tell. */
  public boolean isFrom(Peer peer) {
    return peer.isAt(from);
  }

  /** Whose address the packet received last has for its sender. */
  public InetAddress from() {
    try {
      return InternetAddress.of(from);
    } catch (MalformedMessage impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
    }
  }

  /** Takes out what came before the filter was there. */
  private void drain() {
    ByteBuffer scratch = Libc.nativeBuffer(IPV4_HEADER_BYTES);
    while (datagrams.receive(scratch) >= 0) {
      // Not ours.
    }
  }

  private static int check(String subject, int answer) throws KernelException {
    if (answer < 0) {
      throw Denials.of(subject, -answer);
    }
    return answer;
  }
}
