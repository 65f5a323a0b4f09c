package io.directord.director.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns one HTTP request into one answer. Who asks again before it has been answered is cut off
 * after the first answer: requests that wait for each other have no bound. On the admin loop.
 */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

  private final Routes routes;
  private final EventStreams events;
  private final boolean control;
  private final RequestClock clock;
  private final AnswerBudget budget;
  private boolean busy;
  private boolean closing;

  AdminHandler(
      Routes routes,
      EventStreams events,
      boolean control,
      RequestClock clock,
      AnswerBudget budget) {
    this.routes = routes;
    this.events = events;
    this.control = control;
    this.clock = clock;
    this.budget = budget;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (busy || closing) {
      closing = true;
      return;
    }
    busy = true;
    clock.answering(ctx);
    closing = !HttpUtil.isKeepAlive(request);
    boolean head = request.method().equals(HttpMethod.HEAD);
    if (request.decoderResult().isFailure()) {
      closing = true;
      write(ctx, Answer.problem(400, "not an HTTP request"), head);
      return;
    }
    String path;
    try {
      path = new QueryStringDecoder(request.uri()).path();
    } catch (IllegalArgumentException malformed) {
      write(ctx, Answer.problem(400, "not an address: " + malformed.getMessage()), head);
      return;
    }
    if (path.equals(EventStreams.PATH) && request.method().equals(HttpMethod.GET)) {
      events.open(ctx, request).ifPresent(refusal -> write(ctx, refusal, head));
      return;
    }
    String body = request.content().toString(StandardCharsets.UTF_8);
    routes
        .answer(request.method(), path, body, caller(ctx.channel()), ctx.executor())
        .whenComplete((answer, failure) -> {
          if (failure != null) {
            LOG.error("event=admin-failed path={}", path, failure);
          }
          Answer shown =
              failure == null ? answer : Answer.problem(500, "internal error; see the log");
          ctx.executor().execute(() -> write(ctx, shown, head));
        });
  }

  private Caller caller(Channel channel) {
    if (!control) {
      return Caller.READER;
    }
    try {
      return channel instanceof EpollDomainSocketChannel unix
          ? new Caller(true, unix.peerCredentials().uid())
          : new Caller(true, Caller.UNKNOWN);
    } catch (IOException gone) {
      return new Caller(true, Caller.UNKNOWN);
    }
  }

  private void write(ChannelHandlerContext ctx, Answer asked, boolean head) {
    byte[] full = asked.body().getBytes(StandardCharsets.UTF_8);
    boolean fits = budget.take(full.length);
    Answer answer =
        fits ? asked : Answer.problem(503, "too many answers wait to be taken; ask again later");
    byte[] body = fits ? full : answer.body().getBytes(StandardCharsets.UTF_8);
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
    if (!answer.allow().isEmpty()) {
      response.headers().set(HttpHeaderNames.ALLOW, answer.allow());
    }
    if (closing) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    ctx.writeAndFlush(response)
        .addListener(
            (ChannelFutureListener)
                written -> {
                  if (fits) {
                    budget.giveBack(full.length);
                  }
                  busy = false;
                  if (closing) {
                    written.channel().close();
                  } else {
                    clock.answered(ctx);
                  }
                });
  }

  /** Torn connections and slow clients are theirs, not ours. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("event=admin-connection-closed because=\"{}\"", cause.toString());
    ctx.close();
  }
}
