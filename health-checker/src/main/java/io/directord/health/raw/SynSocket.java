package io.directord.health.raw;

import io.directord.health.transport.SocketTrouble;
import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.packet.RawSocket;
import io.directord.kernel.packet.ReadWatch;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;

/**
 * The one socket by which a loop sends SYNs of an address family, and hears what comes back. The
 * sequence number of a SYN holds the slot of its attempt beside random bits, and comes back in the
 * answer. Owned by the loop; stays open as long as that runs.
 */
final class SynSocket implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ANSWER_BYTES = 128;

  private final Slots<SynAttempt> slots = new Slots<>();
  private final ByteBuffer question = ByteBuffer.allocateDirect(SynPacket.BYTES);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER_BYTES);
  private final HeldPorts held;
  private final RawSocket socket;
  private final UndeliveredSocket undelivered;
  private final ReadWatch watch;
  private int turn;

  private SynSocket(IoEventLoop loop, Family family, HeldPorts held, RawSocket socket)
      throws KernelException {
    this.held = held;
    this.socket = socket;
    RawSocket.Hearing denials = new RawSocket.Hearing.TcpUnreachable(List.copyOf(held.ports()));
    this.undelivered = UndeliveredSocket.open(loop, family, denials, this::undelivered);
    this.watch = ReadWatch.each(loop, socket.fd(), () -> socket.receive(answer), this::take);
  }

  static SynSocket open(IoEventLoop loop, Family family) throws KernelException, IOException {
    HeldPorts held = HeldPorts.take(family);
    RawSocket socket = null;
    try {
      socket = RawSocket.open(family, new RawSocket.Hearing.TcpAnswers(List.copyOf(held.ports())));
      return new SynSocket(loop, family, held, socket);
    } catch (KernelException refused) {
      if (socket != null) {
        socket.close();
      }
      held.close();
      throw refused;
    }
  }

  /** Zero, or {@code -errno}; {@code -ENOBUFS} when there are too many at once. */
  int send(SynAttempt attempt, SynServer server) {
    int slot = slots.put(attempt);
    if (slot == Slots.NONE) {
      return -Errno.ENOBUFS.number();
    }
    int port = held.ports().get(turn);
    turn = (turn + 1) % held.ports().size();
    int sequence = RANDOM.nextInt() << Slots.BITS | slot;
    attempt.sent(sequence, port);
    SynPacket.write(question, port, server.port(), sequence, server.source(), server.destination());
    int answered = socket.send(question, SynPacket.BYTES, server.peer());
    if (answered < 0) {
      slots.free(slot);
      attempt.forget();
    }
    return answered;
  }

  void forget(int sequence) {
    slots.free(slot(sequence));
  }

  /** Nothing but the answer to a SYN of ours that is awaited has any effect. */
  private void take() {
    int at = answer.position();
    if (answer.limit() - at < SynPacket.HEADER_BYTES) {
      return;
    }
    int sequence = answer.getInt(at + 8) - 1;
    SynAttempt attempt = slots.get(slot(sequence));
    if (attempt != null
        && attempt.isAnsweredBy(sequence, answer.getShort(at + 2) & 0xffff)
        && attempt.server().port() == (answer.getShort(at) & 0xffff)
        && socket.isFrom(attempt.server().peer())) {
      attempt.answered((answer.get(at + 13) & SynPacket.FLAG_RST) != 0);
    }
  }

  private void undelivered(ByteBuffer segment, int at, byte[] to, SocketTrouble trouble) {
    int sequence = segment.getInt(at + 4);
    SynAttempt attempt = slots.get(slot(sequence));
    if (attempt != null
        && attempt.isAnsweredBy(sequence, segment.getShort(at) & 0xffff)
        && attempt.server().port() == (segment.getShort(at + 2) & 0xffff)
        && attempt.server().peer().isAt(to)) {
      attempt.undelivered(trouble);
    }
  }

  private static int slot(int sequence) {
    return sequence & (Slots.COUNT - 1);
  }

  @Override
  public void close() {
    watch.close();
    undelivered.close();
    socket.close();
    held.close();
  }
}
