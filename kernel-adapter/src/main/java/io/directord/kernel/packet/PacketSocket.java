package io.directord.kernel.packet;

import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Datagrams;
import io.directord.kernel.libc.Libc;
import io.directord.kernel.libc.LibcSockets;
import io.directord.kernel.libc.NativeBytes;
import java.nio.ByteBuffer;

/**
 * Whole Ethernet frames on one interface, {@code packet(7)}. What is sent passes neither routing
 * nor the firewall; what is heard is heard before both. VLAN tags are gone. Never blocks. Confined
 * to one thread, after opening.
 */
public final class PacketSocket implements AutoCloseable {
  /** What a socket hears; the kernel drops the rest. */
  public enum Hearing {
    NOTHING(0),
    ARP(0x0806),
    /** Neighbour solicitations and advertisements (RFC 4861). */
    NEIGHBOR_DISCOVERY(0x86DD);

    private final int etherType;

    Hearing(int etherType) {
      this.etherType = etherType;
    }
  }

  private static final int ETHER_TYPE_IPV4 = 0x0800;
  private static final int ETHER_TYPE_IPV6 = 0x86DD;
  private static final int KIND_OUTGOING = 4; // PACKET_OUTGOING, linux/if_packet.h
  private static final int DRAINED_MAX = 10_000;

  private final int fd;
  private final Datagrams datagrams;
  private boolean closed;

  private PacketSocket(int fd) {
    this.fd = fd;
    this.datagrams = new Datagrams(fd);
  }

  /**
   * Needs CAP_NET_RAW. Hears nothing of what this host sends itself; the loopback link gives back
   * what is sent by it.
   */
  public static PacketSocket open(int linkIndex, String linkName, Hearing hearing)
      throws KernelException {
    return open(linkIndex, linkName, hearing.etherType, FrameFilter.of(hearing));
  }

  /**
   * Hears what answers packets that leave from a range of ports: TCP, and ICMP errors that quote
   * such a packet; of IPv6, neighbour advertisements too.
   */
  public static PacketSocket openForAnswers(
      int linkIndex, String linkName, Family family, int portMin, int portMax)
      throws KernelException {
    int etherType = family == Family.IPV4 ? ETHER_TYPE_IPV4 : ETHER_TYPE_IPV6;
    return open(linkIndex, linkName, etherType, AnswerFilter.of(family, portMin, portMax));
  }

  private static PacketSocket open(
      int linkIndex, String linkName, int etherType, NativeBytes filter) throws KernelException {
    String subject = "packet socket on " + linkName;
    int type = Libc.SOCK_RAW | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC;
    // Of protocol 0 it hears nothing, until it is bound with its filter in place.
    int fd = check(subject, Libc.socket(LibcSockets.AF_PACKET, type, 0));
    try {
      check(subject + ", filter", LibcSockets.attachFilter(fd, filter));
      // Since Linux 4.20; receive leaves them out where there is no such option.
      Libc.setsockopt(fd, LibcSockets.SOL_PACKET, LibcSockets.PACKET_IGNORE_OUTGOING, 1);
      NativeBytes address = SocketAddresses.ofLink(linkIndex, etherType, LibcSockets.AF_PACKET);
      check(subject + ", bind", LibcSockets.bind(fd, address));
    } catch (KernelException refused) {
      Libc.close(fd);
      throw refused;
    }
    return new PacketSocket(fd);
  }

  public int fd() {
    return fd;
  }

  /** Sends the first bytes of the direct buffer; zero, or {@code -errno}. */
  public int send(ByteBuffer frame, int bytes) {
    return Math.min(0, datagrams.send(frame, bytes, null, null));
  }

  /**
   * Fills the direct buffer from 0 on and sets its limit; the bytes, or {@code -errno}. {@code
   * -ENETDOWN} is said once when the link goes down. A longer frame is cut off.
   */
  public int receive(ByteBuffer frame) {
    frame.clear();
    for (int i = 0; i < DRAINED_MAX; i++) {
      int answer = datagrams.receive(frame);
      if (answer < 0) {
        frame.limit(0);
        return answer;
      }
      if (datagrams.name().get(SocketAddresses.LINK_PACKET_KIND) != KIND_OUTGOING) {
        int bytes = Math.min(answer, frame.capacity());
        frame.limit(bytes);
        return bytes;
      }
    }
    frame.limit(0);
    return -Errno.EAGAIN.number();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
    }
  }

  private static int check(String subject, int answer) throws KernelException {
    if (answer < 0) {
      throw Denials.of(subject, -answer);
    }
    return answer;
  }
}
