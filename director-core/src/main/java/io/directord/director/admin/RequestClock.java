package io.directord.director.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection whose client takes too long over one thing: to say something, to say it to
 * its end, to take the answer. A byte now and then does not help. On the connection's loop.
 */
final class RequestClock extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(RequestClock.class);

  private final AdminLimits limits;
  private boolean waiting = true;
  private @Nullable ScheduledFuture<?> timer;

  RequestClock(AdminLimits limits) {
    this.limits = limits;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    arm(ctx, limits.idle(), "nothing was asked");
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
    if (waiting) {
      waiting = false;
      arm(ctx, limits.request(), "the request did not end");
    }
    super.channelRead(ctx, bytes);
  }

  /** The request is whole. */
  void answering(ChannelHandlerContext ctx) {
    waiting = false;
    arm(ctx, limits.answer(), "the answer was not taken");
  }

  /** The answer has gone. */
  void answered(ChannelHandlerContext ctx) {
    waiting = true;
    arm(ctx, limits.idle(), "nothing more was asked");
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    disarm();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    disarm();
    super.channelInactive(ctx);
  }

  private void arm(ChannelHandlerContext ctx, Duration patience, String because) {
    disarm();
    timer =
        ctx.executor()
            .schedule(
                () -> {
                  LOG.debug("event=admin-connection-closed because=\"{}\"", because);
                  ctx.close();
                },
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
