package io.directord.health.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.directord.health.mail.Talk.Turn;
import io.netty.buffer.Unpooled;
import java.util.random.RandomGenerator;

/** A script played with all of a server's words known in advance, in pieces of random sizes. */
final class Played {
  private Played() {}

  /**
   * All that was said, a line each, and how it ended.
   *
   * @param answers without CR; all of them are there when the first is read
   */
  static String out(Script script, String answers, RandomGenerator random) {
    byte[] bytes = answers.replace("\n", "\r\n").getBytes(ISO_8859_1);
    Talk talk = new Talk(script);
    StringBuilder said = new StringBuilder();
    int from = 0;
    while (from < bytes.length) {
      int length = random.nextInt(1, Math.min(bytes.length - from, 20) + 1);
      var piece = Unpooled.wrappedBuffer(bytes, from, length);
      from += length;
      while (piece.isReadable()) {
        Turn turn = talk.read(piece);
        if (turn instanceof Turn.Encrypt) {
          said.append("(TLS)\n");
          turn = talk.next();
        }
        switch (turn) {
          case Turn.Say(String line) -> said.append(line.replace("\r", ""));
          case Turn.Done() -> {
            return said + talk.evidence("");
          }
          case Turn.Failed failed -> {
            return said + (failed.kind() + " " + failed.evidence());
          }
          default -> {}
        }
      }
    }
    return said + talk.stage();
  }
}
