package io.directord.health.http;

import io.directord.health.FailureKind;
import io.directord.health.transport.Conversation;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The client's side of one HTTP/2 connection, for a single request. */
final class Http2Line extends Http2ConnectionHandler {
  private static final String HTTP1 = "HTTP/1.";

  private final Conversation conversation;
  private boolean begun;
  private @Nullable ChannelHandlerContext context;

  private Http2Line(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      Conversation conversation) {
    super(decoder, encoder, settings, true);
    this.conversation = conversation;
  }

  static Http2Line of(Conversation conversation, Http2Answer answer) {
    return new Builder(conversation, answer).build();
  }

  /** Once installed. Nothing is awaited: settings of the server's come soon enough. */
  void send(Http2Headers header, byte[] body) {
    ChannelHandlerContext line = Objects.requireNonNull(context);
    int stream = connection().local().incrementAndGetNextStreamId();
    boolean last = body.length == 0;
    encoder()
        .writeHeaders(line, stream, header, 0, last, line.newPromise())
        .addListener(this::onSent);
    if (!last) {
      ByteBuf bytes = line.alloc().directBuffer(body.length).writeBytes(body);
      encoder()
          .writeData(line, stream, bytes, 0, true, line.newPromise())
          .addListener(this::onSent);
    }
    flush(line);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) throws Exception {
    context = added;
    super.handlerAdded(added);
  }

  @Override
  protected void decode(ChannelHandlerContext line, ByteBuf in, List<Object> out) throws Exception {
    if (!begun) {
      if (in.readableBytes() < HTTP1.length()) {
        return;
      }
      begun = true;
      if (begins(in)) {
        conversation.failure(FailureKind.PROTOCOL, "the server answers in HTTP/1, not in HTTP/2");
        in.skipBytes(in.readableBytes());
        return;
      }
    }
    super.decode(line, in, out);
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext line,
      boolean outbound,
      Throwable cause,
      @Nullable Http2Exception problem) {
    if (problem == null) {
      line.fireExceptionCaught(cause);
    } else {
      failed(problem);
    }
  }

  @Override
  protected void onStreamError(
      ChannelHandlerContext line,
      boolean outbound,
      Throwable cause,
      Http2Exception.StreamException problem) {
    failed(problem);
  }

  private void onSent(Future<?> sent) {
    Throwable cause = sent.cause();
    if (cause instanceof Http2Exception problem) {
      failed(problem);
    } else if (cause != null && context != null) {
      context.fireExceptionCaught(cause);
    }
  }

  private void failed(Http2Exception problem) {
    String why = Quotes.plain(String.valueOf(problem.getMessage()));
    conversation.failure(
        FailureKind.PROTOCOL, "not HTTP/2 as it should be: " + problem.error() + ", " + why);
  }

  private static boolean begins(ByteBuf in) {
    for (int n = 0; n < HTTP1.length(); n++) {
      if (in.getByte(in.readerIndex() + n) != HTTP1.charAt(n)) {
        return false;
      }
    }
    return true;
  }

  private static final class Builder
      extends AbstractHttp2ConnectionHandlerBuilder<Http2Line, Builder> {
    private final Conversation conversation;

    Builder(Conversation conversation, Http2Answer answer) {
      this.conversation = conversation;
      server(false);
      frameListener(answer);
      initialSettings(
          Http2Settings.defaultSettings()
              .pushEnabled(false)
              .headerTableSize(0)
              .maxHeaderListSize(HttpAnswer.HEADER_BYTES_MAX));
      // The end is a reset, as everywhere: no farewell is waited for.
      decoupleCloseAndGoAway(true);
      gracefulShutdownTimeoutMillis(0);
    }

    @Override
    protected Http2Line build() {
      return super.build();
    }

    @Override
    protected Http2Line build(
        Http2ConnectionDecoder decoder,
        Http2ConnectionEncoder encoder,
        Http2Settings initialSettings) {
      return new Http2Line(decoder, encoder, initialSettings, conversation);
    }
  }
}
