package io.directord.health.transport;

import io.directord.health.FailureKind;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;

/** Tells a line what becomes of its QUIC connection. Called on the loop only. */
final class QuicConnection extends ChannelInitializer<QuicChannel> {
  /** Of the server's, one after the other: HTTP/3 has three. */
  static final int STREAMS_MAX = 100;

  private final QuicLine line;
  private final ChannelHandler protocol;

  QuicConnection(QuicLine line, ChannelHandler protocol) {
    this.line = line;
    this.protocol = protocol;
  }

  @Override
  protected void initChannel(QuicChannel begun) {
    line.begun(begun);
    begun.pipeline().addLast(new Closing(), protocol, new Streams());
  }

  /** Whoever closes passes here last. */
  private final class Closing extends ChannelDuplexHandler {
    private boolean byProtocol;

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
      byProtocol = true;
      context.close(promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof QuicConnectionCloseEvent closing) {
        line.closed(closing);
      }
      context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      line.vanished(byProtocol, ((QuicChannel) context.channel()).isTimedOut());
      context.fireChannelInactive();
    }
  }

  /** What the protocol passes on. */
  private final class Streams extends ChannelInboundHandlerAdapter {
    private int streams;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof QuicStreamChannel stream) {
        stream.pipeline().addLast(new Broken());
        streams++;
        if (streams > STREAMS_MAX) {
          line.failure(
              FailureKind.PROTOCOL, "more than " + STREAMS_MAX + " streams of the server's");
        }
      }
      context.fireChannelRead(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      line.broken(cause);
    }
  }

  /** At the end of each stream of the server's. */
  private final class Broken extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      line.broken(cause);
    }
  }
}
