package io.directord.director.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;

/** Pages as Netty asks for them: the next when the last has gone. On the admin loop. */
final class PagesInput implements ChunkedInput<ByteBuf> {
  /** Of a page that is not unusually long. */
  private static final int PAGE_BYTES = 64 * 1024;

  private final Pages pages;
  private boolean more = true;
  private long progress;

  PagesInput(Pages pages) {
    this.pages = pages;
  }

  @Override
  public boolean isEndOfInput() {
    return !more;
  }

  @Override
  public ByteBuf readChunk(ByteBufAllocator allocator) {
    ByteBuf page = allocator.ioBuffer(PAGE_BYTES);
    boolean written = false;
    try {
      more = pages.write(page);
      written = true;
    } finally {
      if (!written) {
        page.release();
      }
    }
    progress += page.readableBytes();
    return page;
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public ByteBuf readChunk(ChannelHandlerContext ctx) {
    return readChunk(ctx.alloc());
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public long progress() {
    return progress;
  }

  @Override
  public void close() {
    more = false;
  }
}
