package io.directord.director.admin;

import io.netty.buffer.ByteBuf;

/**
 * A text that is too long to be held in one piece: written as its reader takes it. Called on the
 * admin loop.
 */
@FunctionalInterface
public interface Pages {
  /** Adds some more of the text; answers with whether that was not all. */
  boolean write(ByteBuf page);
}
