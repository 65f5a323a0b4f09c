package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One probe loop for the tests of a class; at its end, nothing must have leaked. A class that is
 * tried again after that has another.
 */
public final class TestLoop implements AutoCloseable {
  private record Running(EventLoopGroup loops, EventLoop loop, Log leaks) {
    static Running start() {
      EventLoopGroup loops = HealthChecker.newLoops(1);
      return new Running(loops, loops.next(), Log.leaks());
    }
  }

  private Running running = Running.start();

  public synchronized EventLoop loop() {
    if (running.loops().isShuttingDown()) {
      running = Running.start();
    }
    return running.loop();
  }

  @Override
  public synchronized void close() {
    running.loops().shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    for (int n = 0; n < 20; n++) {
      // A leak is noticed when a later buffer is made.
      System.gc();
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
    running.leaks().close();
    assertEquals(List.of(), running.leaks().lines());
  }
}
