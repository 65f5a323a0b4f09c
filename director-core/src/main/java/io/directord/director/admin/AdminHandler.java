package io.directord.director.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns one HTTP request into one answer. On the admin loop. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

  /**
   * How an answer may be written.
   *
   * @param keep the connection stays for the next request
   * @param head without the text itself
   * @param chunks its end need not be known at its beginning
   */
  private record Way(boolean keep, boolean head, boolean chunks) {
    static Way of(HttpRequest request) {
      return new Way(
          HttpUtil.isKeepAlive(request),
          request.method().equals(HttpMethod.HEAD),
          request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0);
    }

    Way once() {
      return new Way(false, head, chunks);
    }
  }

  private final Routes routes;
  private final boolean control;

  AdminHandler(Routes routes, boolean control) {
    this.routes = routes;
    this.control = control;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    Way way = Way.of(request);
    if (request.decoderResult().isFailure()) {
      write(ctx, Answer.problem(400, "not an HTTP request"), way.once());
      return;
    }
    String path = new QueryStringDecoder(request.uri()).path();
    String body = request.content().toString(StandardCharsets.UTF_8);
    routes
        .answer(request.method(), path, body, control, ctx.executor())
        .whenComplete((answer, failure) -> {
          if (failure != null) {
            LOG.error("event=admin-failed path={}", path, failure);
          }
          Answer shown =
              failure == null ? answer : Answer.problem(500, "internal error; see the log");
          ctx.executor().execute(() -> write(ctx, shown, way));
        });
  }

  private static void write(ChannelHandlerContext ctx, Answer answer, Way way) {
    switch (answer) {
      case Answer.Whole whole -> write(ctx, whole, way);
      case Answer.Paged paged -> write(ctx, paged, way.chunks() ? way : way.once());
    }
  }

  private static void write(ChannelHandlerContext ctx, Answer.Whole answer, Way way) {
    byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            way.head() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    describe(response, answer, way);
    end(ctx.writeAndFlush(response), way);
  }

  /** Ends with the last chunk; over HTTP/1.0, which knows no chunks, with the connection. */
  private static void write(ChannelHandlerContext ctx, Answer.Paged answer, Way way) {
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
    HttpUtil.setTransferEncodingChunked(response, way.chunks());
    describe(response, answer, way);
    ctx.write(response);
    if (way.head()) {
      end(ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT), way);
      return;
    }
    ChannelFuture written = ctx.writeAndFlush(new HttpChunkedInput(new PagesInput(answer.pages())));
    written.addListener(done -> {
      if (!done.isSuccess() && !(done.cause() instanceof IOException)) {
        LOG.error("event=admin-failed", done.cause());
      }
    });
    // Half an answer must not look like a whole one.
    written.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    end(written, way);
  }

  private static void describe(HttpResponse response, Answer answer, Way way) {
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    if (!way.keep()) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  private static void end(ChannelFuture written, Way way) {
    if (!way.keep()) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Torn connections and slow clients are theirs, not ours. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("event=admin-connection-closed because=\"{}\"", cause.toString());
    ctx.close();
  }
}
