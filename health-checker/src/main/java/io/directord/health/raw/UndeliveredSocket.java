package io.directord.health.raw;

import io.directord.health.transport.SocketTrouble;
import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.packet.RawSocket;
import io.directord.kernel.packet.ReadWatch;
import io.netty.channel.IoEventLoop;
import io.netty.util.NetUtil;
import java.nio.ByteBuffer;

/**
 * Hears from routers and hosts, and from this kernel, that questions of ours did not arrive (RFC
 * 792, RFC 4443 section 3.1). Owned by the loop, like the socket that it is for.
 */
final class UndeliveredSocket implements AutoCloseable {
  private static final int BYTES = 256;
  private static final int ICMP_HEADER_BYTES = 8;
  private static final int IPV4_HEADER_BYTES = 20;
  private static final int IPV6_HEADER_BYTES = 40;

  /** Of the question, at the least: ports and sequence, or id and sequence. */
  private static final int QUESTION_BYTES_MIN = 8;

  /** Compares what is quoted with what was asked. */
  interface Listener {
    /**
     * Told for each that is quoted long enough.
     *
     * @param at where the header after the IP header stands
     * @param destination of the question
     */
    void undelivered(ByteBuffer quoted, int at, byte[] destination, SocketTrouble trouble);
  }

  private final ByteBuffer packet = ByteBuffer.allocateDirect(BYTES);
  private final Listener listener;
  private final boolean ipv4;
  private final byte[] destination;
  private final RawSocket socket;
  private final ReadWatch watch;

  private UndeliveredSocket(IoEventLoop loop, Family family, RawSocket socket, Listener listener) {
    this.listener = listener;
    this.ipv4 = family == Family.IPV4;
    this.destination = new byte[family.addressBytes()];
    this.socket = socket;
    this.watch = ReadWatch.each(loop, socket.fd(), () -> socket.receive(packet), this::take);
  }

  static UndeliveredSocket open(
      IoEventLoop loop, Family family, RawSocket.Hearing hearing, Listener listener)
      throws KernelException {
    return new UndeliveredSocket(loop, family, RawSocket.open(family, hearing), listener);
  }

  private void take() {
    int quote = packet.position() + ICMP_HEADER_BYTES;
    int question = quote + (ipv4 ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES);
    if (packet.limit() < question + QUESTION_BYTES_MIN) {
      return;
    }
    packet.get(question - destination.length, destination);
    SocketTrouble trouble = SocketTrouble.of(errno(packet.get(packet.position() + 1)).number());
    String says = ", says " + NetUtil.toAddressString(socket.from());
    listener.undelivered(
        packet, question, destination, new SocketTrouble(trouble.kind(), trouble.what() + says));
  }

  /** As the kernel gives it to a connection that is being made. */
  private Errno errno(int code) {
    return code == (ipv4 ? 3 : 4) ? Errno.ECONNREFUSED : Errno.EHOSTUNREACH;
  }

  @Override
  public void close() {
    watch.close();
    socket.close();
  }
}
