package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One probe loop for the tests of a class; at its end, nothing must have leaked. */
public final class TestLoop implements AutoCloseable {
  private final EventLoopGroup loops = HealthChecker.newLoops(1);
  private final EventLoop loop = loops.next();
  private final Log leaks = Log.leaks();

  public EventLoop loop() {
    return loop;
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    for (int n = 0; n < 20; n++) {
      // A leak is noticed when a later buffer is made.
      System.gc();
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
    leaks.close();
    assertEquals(List.of(), leaks.lines());
  }
}
