package io.directord.director.admin;

import io.directord.director.journal.Journal;
import io.directord.director.journal.JournalLine;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener. It is given what it takes, from where it is in the journal, and nothing is kept for
 * it beyond a small buffer: one that takes nothing, or falls behind what is in memory after it had
 * caught up, is told so and dropped. On the loop of its connection.
 */
final class EventStream extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  /** Of what it has not taken; one piece more may be on the way. */
  private static final WriteBufferWaterMark BUFFER = new WriteBufferWaterMark(32 << 10, 64 << 10);

  /** Events in one piece. */
  private static final int PIECE_MAX = 64;

  private static final long LAST_WORD_SECONDS_MAX = 2;

  /** A peer that vanished without a word acknowledges nothing. */
  private static final int UNACKNOWLEDGED_MILLIS_MAX = 60_000;

  private final Journal journal;
  private final Executor disk;
  private final EventStreams.Patience patience;
  private final EventRequest wanted;
  private final boolean chunked;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Queue<JournalLine> piece = new ArrayDeque<>();
  private @Nullable ScheduledFuture<?> heartbeat;
  private @Nullable ScheduledFuture<?> stalled;
  private @Nullable Runnable listener;
  private long given;
  private boolean caughtUp;
  private boolean reading;
  private boolean ended;

  EventStream(
      Journal journal,
      Executor disk,
      EventStreams.Patience patience,
      EventRequest wanted,
      HttpRequest request) {
    this.journal = journal;
    this.disk = disk;
    this.patience = patience;
    this.wanted = wanted;
    this.chunked = request.protocolVersion().isKeepAliveDefault();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.channel().config().setWriteBufferWaterMark(BUFFER);
    ctx.channel()
        .config()
        .setOption(EpollChannelOption.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MILLIS_MAX);
    given = begin(journal.latest());
    ctx.write(head());
    say(ctx, "retry: 2000\n: behind " + given + "\n\n");
    listener = () -> appended(ctx);
    journal.onAppended(listener);
    long nanos = patience.heartbeat().toNanos();
    heartbeat =
        ctx.executor().scheduleWithFixedDelay(() -> beat(ctx), nanos, nanos, TimeUnit.NANOSECONDS);
    ctx.executor().execute(() -> give(ctx)); // not before it is in the pipeline
  }

  /** A number that was not given yet is another journal's: all there is, is new to its owner. */
  private long begin(long latest) {
    long since = wanted.since().orElse(wanted.follow() ? latest : 0);
    return since > latest ? 0 : since;
  }

  private HttpResponse head() {
    HttpVersion version = chunked ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
    HttpResponse head = new DefaultHttpResponse(version, HttpResponseStatus.OK);
    head.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    HttpUtil.setTransferEncodingChunked(head, chunked);
    return head;
  }

  /** By the thread that writes the journal. */
  private void appended(ChannelHandlerContext ctx) {
    if (woken.compareAndSet(false, true)) {
      try {
        ctx.executor()
            .execute(() -> {
              woken.set(false);
              give(ctx);
            });
      } catch (RejectedExecutionException ending) {
        LOG.debug("event=listener-left because=\"the director ends\"");
      }
    }
  }

  /** As much as it takes now. */
  private void give(ChannelHandlerContext ctx) {
    while (!ended && ctx.channel().isWritable() && (!piece.isEmpty() || refill(ctx))) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < PIECE_MAX && !piece.isEmpty(); i++) {
        JournalLine line = piece.remove();
        given = line.sequence();
        text.append("id: ").append(given);
        text.append("\nevent: ").append(line.kind());
        text.append("\ndata: ").append(line.text()).append("\n\n");
      }
      say(ctx, text.toString());
    }
    watch(ctx);
  }

  /** Whether there is more to give at once. */
  private boolean refill(ChannelHandlerContext ctx) {
    if (reading) {
      return false;
    }
    Optional<List<JournalLine>> next = journal.remembered(given, PIECE_MAX);
    if (next.isEmpty() && caughtUp) {
      drop(ctx, "too slow, fell behind");
    } else if (next.isEmpty()) {
      readFromDisk(ctx, given);
    } else if (next.get().isEmpty()) {
      caughtUp = true;
      if (!wanted.follow()) {
        end(ctx);
      }
    } else {
      piece.addAll(next.get());
    }
    return !piece.isEmpty();
  }

  private void readFromDisk(ChannelHandlerContext ctx, long after) {
    reading = true;
    try {
      disk.execute(() -> {
        try {
          List<JournalLine> found = journal.read(after);
          ctx.executor().execute(() -> found(ctx, found));
        } catch (IOException unreadable) {
          LOG.error("event=journal-unreadable because=\"{}\"", unreadable.toString());
          ctx.executor().execute(() -> drop(ctx, "the journal cannot be read"));
        }
      });
    } catch (RejectedExecutionException ending) {
      drop(ctx, "the director ends");
    }
  }

  private void found(ChannelHandlerContext ctx, List<JournalLine> lines) {
    reading = false;
    piece.addAll(lines);
    if (lines.isEmpty()) {
      drop(ctx, "what is behind " + given + " is not in the journal any more");
    }
    give(ctx);
  }

  private void beat(ChannelHandlerContext ctx) {
    if (!ended && ctx.channel().isWritable()) {
      say(ctx, ":\n\n");
    }
  }

  private void watch(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable() || ended) {
      cancel(stalled);
      stalled = null;
    } else if (stalled == null) {
      stalled =
          ctx.executor()
              .schedule(
                  () -> drop(ctx, "too slow, took nothing"),
                  patience.stalled().toNanos(),
                  TimeUnit.NANOSECONDS);
    }
  }

  private void drop(ChannelHandlerContext ctx, String because) {
    if (!ended) {
      LOG.info("event=listener-dropped behind={} because=\"{}\"", given, because);
      say(ctx, ": " + because + "; go on with Last-Event-ID: " + given + "\n\n");
      end(ctx);
    }
  }

  private void end(ChannelHandlerContext ctx) {
    leave();
    ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
    ctx.executor().schedule(() -> ctx.close(), LAST_WORD_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private void leave() {
    ended = true;
    cancel(heartbeat);
    cancel(stalled);
    if (listener != null) {
      journal.forget(listener);
    }
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private static void say(ChannelHandlerContext ctx, String text) {
    ctx.writeAndFlush(new DefaultHttpContent(ByteBufUtil.writeUtf8(ctx.alloc(), text)));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    give(ctx);
    ctx.fireChannelWritabilityChanged();
  }

  /** A listener has nothing to say. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    leave();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("event=listener-left because=\"{}\"", cause.toString());
    ctx.close();
  }
}
