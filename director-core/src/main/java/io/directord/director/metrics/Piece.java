package io.directord.director.metrics;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Text that is written again and again: encoded once. Immutable. */
final class Piece {
  private final byte[] bytes;

  Piece(String text) {
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
  }

  void write(ByteBuf page) {
    page.writeBytes(bytes);
  }
}
