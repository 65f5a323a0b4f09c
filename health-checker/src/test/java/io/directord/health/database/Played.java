package io.directord.health.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Lets a session hear something, in pieces of any size, and collects what it does. */
final class Played {
  private static final int MOVES_MAX = 1000;

  private final Session session;
  private final List<Move> moves = new ArrayList<>();

  Played(Session session) {
    this.session = session;
  }

  /** Up to the end of the session: what comes after it is not read. */
  Played hear(RandomGenerator random, byte[]... messages) {
    for (byte[] message : messages) {
      int at = 0;
      while (at < message.length && !over()) {
        int end = Math.min(message.length, at + random.nextInt(1, 8));
        ByteBuf piece = Unpooled.wrappedBuffer(Arrays.copyOfRange(message, at, end));
        read(piece);
        at = end;
      }
    }
    return this;
  }

  Move last() {
    return moves.getLast();
  }

  List<Move> moves() {
    return moves;
  }

  /** What operators read. */
  String evidence() {
    return !moves.isEmpty() && last() instanceof Move.Fail(_, var why) ? why : session.stage();
  }

  /** Whatever was sent, and shown: no password may be part of it. */
  String everythingSaid() {
    StringBuilder said = new StringBuilder(session.stage());
    moves.forEach(move -> said.append(move).append(text(move)));
    return said.toString();
  }

  private static String text(Move move) {
    return move instanceof Move.Send(var bytes) ? new String(bytes, ISO_8859_1) : "";
  }

  private void read(ByteBuf piece) {
    Move move = session.read(piece);
    while (!(move instanceof Move.More)) {
      while (move instanceof Move.Compute(var slice)) {
        move = slice.get();
      }
      moves.add(move);
      if (moves.size() > MOVES_MAX) {
        throw new AssertionError("it goes on and on");
      }
      if (over()) {
        return;
      }
      move = session.read(piece);
    }
    if (piece.isReadable()) {
      throw new AssertionError("it wants more, and has left " + piece.readableBytes() + " bytes");
    }
  }

  private boolean over() {
    return !moves.isEmpty()
        && (moves.getLast() instanceof Move.Done || moves.getLast() instanceof Move.Fail);
  }
}
