package io.directord.health.raw;

import io.directord.health.transport.SocketTrouble;
import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.packet.RawSocket;
import io.directord.kernel.packet.ReadWatch;
import io.netty.channel.IoEventLoop;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * The one socket by which a loop sends echo requests of an address family, and hears the answers.
 * The sequence number is the slot of an attempt, and the data begin with random bytes. Owned by the
 * loop; stays open as long as that runs.
 */
final class EchoSocket implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int IP_HEADER_BYTES_MAX = 60;

  private final Slots<EchoAttempt> slots = new Slots<>();
  private final ByteBuffer question =
      ByteBuffer.allocateDirect(EchoPacket.HEADER_BYTES + IcmpCheck.SIZE_MAX);
  private final ByteBuffer answer =
      ByteBuffer.allocateDirect(IP_HEADER_BYTES_MAX + EchoPacket.HEADER_BYTES + IcmpCheck.SIZE_MAX);
  private final boolean ipv4;
  private final int id;
  private final RawSocket socket;
  private final UndeliveredSocket undelivered;
  private final ReadWatch watch;

  private EchoSocket(IoEventLoop loop, Family family, int id, RawSocket socket)
      throws KernelException {
    this.ipv4 = family == Family.IPV4;
    this.id = id;
    this.socket = socket;
    RawSocket.Hearing denials = new RawSocket.Hearing.EchoUnreachable(id);
    this.undelivered = UndeliveredSocket.open(loop, family, denials, this::undelivered);
    this.watch = ReadWatch.each(loop, socket.fd(), () -> socket.receive(answer), this::take);
  }

  static EchoSocket open(IoEventLoop loop, Family family) throws KernelException {
    int id = RANDOM.nextInt(1 << 16);
    RawSocket socket = RawSocket.open(family, new RawSocket.Hearing.EchoReplies(id));
    try {
      return new EchoSocket(loop, family, id, socket);
    } catch (KernelException refused) {
      socket.close();
      throw refused;
    }
  }

  /** Zero, or {@code -errno}; {@code -ENOBUFS} when there are too many at once. */
  int send(EchoAttempt attempt, int dataBytes) {
    int slot = slots.put(attempt);
    if (slot == Slots.NONE) {
      return -Errno.ENOBUFS.number();
    }
    long cookie = RANDOM.nextLong();
    EchoPacket.write(question, ipv4, id, slot, cookie, dataBytes);
    int answered = socket.send(question, EchoPacket.HEADER_BYTES + dataBytes, attempt.peer());
    if (answered < 0) {
      slots.free(slot);
    } else {
      attempt.sent(slot, cookie);
    }
    return answered;
  }

  void forget(int slot) {
    slots.free(slot);
  }

  /** Nothing but the whole answer to a request of ours that is awaited has any effect. */
  private void take() {
    int at = answer.position();
    int dataBytes = answer.limit() - at - EchoPacket.HEADER_BYTES;
    if (dataBytes < IcmpCheck.SIZE_MIN) {
      return;
    }
    EchoAttempt attempt = slots.get(answer.getShort(at + 6) & 0xffff);
    if (attempt != null
        && attempt.isAnsweredBy(answer.getLong(at + EchoPacket.COOKIE_AT), dataBytes)
        && socket.isFrom(attempt.peer())) {
      attempt.answered();
    }
  }

  /** Without the cookie anybody could have said so: then the answer is waited for. */
  private void undelivered(ByteBuffer request, int at, byte[] to, SocketTrouble trouble) {
    if (request.limit() < at + EchoPacket.COOKIE_AT + Long.BYTES) {
      return;
    }
    EchoAttempt attempt = slots.get(request.getShort(at + 6) & 0xffff);
    if (attempt != null
        && attempt.isOf(request.getLong(at + EchoPacket.COOKIE_AT))
        && attempt.peer().isAt(to)) {
      attempt.undelivered(trouble);
    }
  }

  @Override
  public void close() {
    watch.close();
    undelivered.close();
    socket.close();
  }
}
