package io.directord.director.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
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

/**
 * Turns one HTTP request into one answer. Who asks again before it has been answered is cut off
 * after the first answer: requests that wait for each other have no bound. On the admin loop.
 */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

  /** A page of ours needs nothing from elsewhere, and stands in nobody else's. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Routes routes;
  private final EventStreams events;
  private final boolean control;
  private final RequestClock clock;
  private final AnswerBudget budget;
  private boolean busy;

  /** Its end need not be known at its beginning. */
  private boolean chunks;

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
    chunks = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
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

  private void write(ChannelHandlerContext ctx, Answer answer, boolean head) {
    switch (answer) {
      case Answer.Whole whole -> whole(ctx, whole, head);
      case Answer.Paged paged -> pages(ctx, paged, head);
    }
  }

  /** As far as all that waits for slow clients has bounds. */
  private void whole(ChannelHandlerContext ctx, Answer.Whole asked, boolean head) {
    byte[] full = asked.text().getBytes(StandardCharsets.UTF_8);
    boolean fits = budget.take(full.length);
    Answer.Whole answer =
        fits ? asked : Answer.problem(503, "too many answers wait to be taken; ask again later");
    byte[] body = fits ? full : answer.text().getBytes(StandardCharsets.UTF_8);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    if (!answer.allow().isEmpty()) {
      response.headers().set(HttpHeaderNames.ALLOW, answer.allow());
    }
    describe(response, answer);
    ChannelFuture written = ctx.writeAndFlush(response);
    if (fits) {
      written.addListener(_ -> budget.giveBack(full.length));
    }
    written.addListener(_ -> written(ctx));
  }

  /** Ends with the last chunk; over HTTP/1.0, which knows no chunks, with the connection. */
  private void pages(ChannelHandlerContext ctx, Answer.Paged answer, boolean head) {
    closing |= !chunks;
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
    HttpUtil.setTransferEncodingChunked(response, chunks);
    describe(response, answer);
    ctx.write(response);
    if (head) {
      ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(_ -> written(ctx));
      return;
    }
    ctx.writeAndFlush(new HttpChunkedInput(new PagesInput(answer.pages())))
        .addListener(done -> {
          if (!done.isSuccess() && !(done.cause() instanceof IOException)) {
            LOG.error("event=admin-failed", done.cause());
          }
          closing |= !done.isSuccess(); // half an answer must not look like a whole one
          written(ctx);
        });
  }

  private void describe(HttpResponse response, Answer answer) {
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
        .set("X-Content-Type-Options", "nosniff");
    if (closing) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  private void written(ChannelHandlerContext ctx) {
    busy = false;
    if (closing) {
      ctx.close();
    } else {
      clock.answered(ctx);
    }
  }

  /** Torn connections and slow clients are theirs, not ours. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("event=admin-connection-closed because=\"{}\"", cause.toString());
    ctx.close();
  }
}
