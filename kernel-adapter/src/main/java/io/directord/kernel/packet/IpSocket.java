package io.directord.kernel.packet;

import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Datagrams;
import io.directord.kernel.libc.Libc;
import io.directord.kernel.libc.LibcSockets;
import io.directord.kernel.libc.NativeBytes;
import io.directord.kernel.netlink.InternetAddress;
import io.directord.kernel.netlink.MalformedMessage;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A raw socket of one IP protocol on one interface. IPv4 packets go out and come in with their IP
 * header, IPv6 ones without, their checksum at offset 6 is the kernel's work: it fills it in, and
 * drops what comes with a wrong one. What is sent to a group is not heard by this host. Never
 * blocks. Confined to one thread, after opening.
 */
public final class IpSocket implements AutoCloseable {
  /** How many destinations are remembered in the kernel's form. */
  private static final int DESTINATIONS_MAX = 256;

  private static final int IPV4_HEADER_BYTES = 20;
  private static final int IPV4_TTL = 8;
  private static final int IPV4_SOURCE = 12;
  private static final int IPV4_DESTINATION = 16;

  private final boolean ipv4;
  private final int link;
  private final int fd;
  private final Datagrams datagrams;
  private final Map<InetAddress, NativeBytes> destinations = new HashMap<>();
  private final Received from;
  private final Received to;
  private @Nullable InetAddress source;
  private @Nullable NativeBytes sourceControl;
  private int hopLimit = -1;
  private long waitedNanos;
  private boolean closed;

  /**
   * Where a socket hears. Without a group and a local address it hears everything of its protocol.
   *
   * @param protocol 112 (VRRP) or 51 (AH)
   * @param linkIndex 0: whichever interface it comes in by, for unicast through routers
   * @param group the multicast group to join, or empty
   * @param local the one address at which unicast is heard, or empty; it need not be there yet
   */
  public record Binding(
      Family family,
      int protocol,
      int linkIndex,
      String linkName,
      Optional<InetAddress> group,
      Optional<InetAddress> local) {}

  private IpSocket(int fd, Binding binding) {
    this.fd = fd;
    this.ipv4 = binding.family() == Family.IPV4;
    this.link = binding.linkIndex();
    this.datagrams = new Datagrams(fd);
    this.from = new Received(binding.family().addressBytes());
    this.to = new Received(binding.family().addressBytes());
  }

  /** Needs CAP_NET_RAW. */
  public static IpSocket open(Binding binding) throws KernelException {
    int fd = IpSocketSetup.open(binding);
    IpSocket socket = new IpSocket(fd, binding);
    socket.drain();
    return socket;
  }

  public int fd() {
    return fd;
  }

  /**
   * From which of our addresses IPv6 packets leave from now on; the kernel chooses until then. IPv4
   * packets have it in their header.
   */
  public void sendFrom(InetAddress address) {
    if (!ipv4 && !address.equals(source)) {
      sourceControl = ControlMessages.source(address.getAddress(), link);
      source = address;
    }
  }

  /**
   * Sends the first bytes of the direct buffer; zero, or {@code -errno}. Among them are {@code
   * -EADDRNOTAVAIL}: the source is no usable address of ours, and {@code -EPERM}: a firewall drops
   * it.
   */
  public int send(ByteBuffer packet, int bytes, InetAddress to) {
    return Math.min(0, datagrams.send(packet, bytes, destination(to), sourceControl));
  }

  /**
   * Fills the direct buffer from 0 on and sets its limit; answers with the bytes, or {@code -errno}
   * ({@code -EAGAIN}: nothing there). What it tells of the packet stays true until the next one. A
   * packet that is longer than the buffer is cut off.
   */
  public int receive(ByteBuffer packet) {
    packet.clear();
    int answer = datagrams.receive(packet);
    if (answer < 0) {
      packet.limit(0);
      return answer;
    }
    int bytes = Math.min(answer, packet.capacity());
    packet.limit(bytes);
    waitedNanos = sinceStamped();
    if (ipv4) {
      heardIpv4(packet);
    } else {
      heardIpv6();
    }
    return bytes;
  }

  public InetAddress from() {
    return from.address();
  }

  public InetAddress to() {
    return to.address();
  }

  /** Hop limit or TTL; negative when the kernel did not say. */
  public int hopLimit() {
    return hopLimit;
  }

  /**
   * How long the packet had waited to be read. Zero when the kernel did not say; wrong, negative
   * included, when somebody has set the clock meanwhile.
   */
  public long waitedNanos() {
    return waitedNanos;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
    }
  }

  /** {@code struct timespec} of the wall clock, taken as the packet came in: socket(7). */
  private long sinceStamped() {
    ByteBuffer control = datagrams.control();
    int at =
        ControlMessages.find(
            control,
            datagrams.controlBytes(),
            Libc.SOL_SOCKET,
            LibcSockets.SO_TIMESTAMPNS,
            2 * Long.BYTES);
    if (at < 0) {
      return 0;
    }
    Instant now = Instant.now();
    long seconds = now.getEpochSecond() - control.getLong(at);
    return TimeUnit.SECONDS.toNanos(seconds) + now.getNano() - control.getLong(at + Long.BYTES);
  }

  private void heardIpv4(ByteBuffer packet) {
    if (packet.limit() < IPV4_HEADER_BYTES) {
      throw new IllegalStateException("an IPv4 packet of " + packet.limit() + " bytes");
    }
    from.take(packet, IPV4_SOURCE);
    to.take(packet, IPV4_DESTINATION);
    hopLimit = Byte.toUnsignedInt(packet.get(IPV4_TTL));
  }

  private void heardIpv6() {
    from.take(datagrams.name(), SocketAddresses.IPV6_ADDRESS);
    ByteBuffer control = datagrams.control();
    int bytes = datagrams.controlBytes();
    int info = find(control, bytes, LibcSockets.IPV6_PKTINFO, 20);
    if (info >= 0) {
      to.take(control, info);
    }
    int hops = find(control, bytes, LibcSockets.IPV6_HOPLIMIT, Integer.BYTES);
    hopLimit = hops < 0 ? -1 : control.getInt(hops);
  }

  private static int find(ByteBuffer control, int bytes, int type, int valueBytes) {
    return ControlMessages.find(control, bytes, LibcSockets.SOL_IPV6, type, valueBytes);
  }

  private NativeBytes destination(InetAddress address) {
    NativeBytes known = destinations.get(address);
    if (known == null) {
      if (destinations.size() == DESTINATIONS_MAX) {
        destinations.clear();
      }
      known = SocketAddresses.of(address, link);
      destinations.put(address, known);
    }
    return known;
  }

  /** Takes out what came before the socket knew which interface and address are its own. */
  private void drain() {
    ByteBuffer scratch = Libc.nativeBuffer(IPV4_HEADER_BYTES);
    int answer;
    do {
      answer = datagrams.receive(scratch);
    } while (answer >= 0 || answer == -Errno.EINTR.number());
  }

  /** An address as it came; the object is made when it is asked for, and kept while it is alike. */
  private static final class Received {
    private final byte[] bytes;
    private final byte[] ofAddress;
    private @Nullable InetAddress address;

    Received(int addressBytes) {
      bytes = new byte[addressBytes];
      ofAddress = new byte[addressBytes];
    }

    void take(ByteBuffer buffer, int at) {
      buffer.get(at, bytes);
    }

    InetAddress address() {
      if (address == null || !Arrays.equals(bytes, ofAddress)) {
        try {
          address = InternetAddress.of(bytes);
        } catch (MalformedMessage impossible) {
          throw new IllegalStateException(impossible);
        }
        System.arraycopy(bytes, 0, ofAddress, 0, bytes.length);
      }
      return address;
    }
  }
}
