package io.directord.director.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns one HTTP request into one answer. On the admin loop. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

  private final Routes routes;
  private final EventStreams events;
  private final boolean control;

  AdminHandler(Routes routes, EventStreams events, boolean control) {
    this.routes = routes;
    this.events = events;
    this.control = control;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    boolean keep = HttpUtil.isKeepAlive(request);
    boolean head = request.method().equals(HttpMethod.HEAD);
    if (request.decoderResult().isFailure()) {
      write(ctx, Answer.problem(400, "not an HTTP request"), false, head);
      return;
    }
    String path = new QueryStringDecoder(request.uri()).path();
    if (path.equals(EventStreams.PATH) && request.method().equals(HttpMethod.GET)) {
      events.open(ctx, request).ifPresent(refusal -> write(ctx, refusal, keep, false));
      return;
    }
    String body = request.content().toString(StandardCharsets.UTF_8);
    routes
        .answer(request.method(), path, body, control, ctx.executor())
        .whenComplete((answer, failure) -> {
          if (failure != null) {
            LOG.error("event=admin-failed path={}", path, failure);
          }
          Answer shown =
              failure == null ? answer : Answer.problem(500, "internal error; see the log");
          ctx.executor().execute(() -> write(ctx, shown, keep, head));
        });
  }

  private static void write(ChannelHandlerContext ctx, Answer answer, boolean keep, boolean head) {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    if (!keep) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    var written = ctx.writeAndFlush(response);
    if (!keep) {
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
