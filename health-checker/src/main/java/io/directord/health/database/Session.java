package io.directord.health.database;

import io.netty.buffer.ByteBuf;

/** One side of one conversation: bytes in, moves out. No socket, no clock, no thread. */
interface Session {
  /** What is said first; empty when it is the server that begins. */
  byte[] opening();

  /** What is said first when all is encrypted, after {@link Move.StartTls}. */
  byte[] secured();

  /** Asked again until it wants more, which it does when it has taken all bytes. */
  Move read(ByteBuf bytes);

  /** What is being waited for, once connected. */
  String stage();
}
