package io.directord.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
  @Test
  void itGoesThroughEveryTurnOfATakeover() throws Exception {
    Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
    try (MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory())) {
      long takeovers =
          Rehearsal.perform(
                  loops.next(),
                  List.of(TestRouter.withNetwork(), TestRouter.withVirtualMac()),
                  () -> Instant.EPOCH,
                  bugs::add)
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS);
      assertEquals(8, takeovers); // of one router for both, twice in each of four rounds
    }
    assertEquals(List.of(), List.copyOf(bugs));
  }
}
