package io.directord.health.transport;

import io.directord.health.FailureKind;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

/**
 * Stands between the socket of a QUIC connection and its codec: counts what comes, which bounds
 * everything that a server can do, and hears of what cannot be sent. Called on the loop only.
 */
final class QuicDatagrams extends ChannelDuplexHandler {
  /** Three times what the longest body takes that is looked at. */
  static final int RECEIVED_MAX = 10_000;

  private final QuicLine line;
  private int received;

  QuicDatagrams(QuicLine line) {
    this.line = line;
  }

  /** What is thrown by the codec, behind which it stands. */
  static final class Troubles extends ChannelInboundHandlerAdapter {
    private final QuicLine line;

    Troubles(QuicLine line) {
      this.line = line;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      line.failed(cause);
    }
  }

  int received() {
    return received;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    received++;
    if (received > RECEIVED_MAX) {
      ReferenceCountUtil.release(message);
      line.failure(
          FailureKind.PROTOCOL, "more than " + RECEIVED_MAX + " datagrams (" + line.stage() + ")");
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    context.write(message, promise.unvoid().addListener(this::onSent));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    line.failed(cause);
  }

  private void onSent(Future<?> sent) {
    if (sent.cause() != null) {
      line.failed(sent.cause());
    }
  }
}
