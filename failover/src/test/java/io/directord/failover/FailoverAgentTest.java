package io.directord.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.directord.kernel.KernelException;
import io.directord.kernel.link.FakeLinks;
import io.directord.kernel.link.FakeNetwork;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FailoverAgentTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final FakeLinks links = new FakeLinks();

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void aStartThatTheKernelRefusesLeavesNothingOpen() throws Exception {
    links.close();
    start(); // opens what the process keeps
    long before = eventDescriptors();
    start();
    assertEquals(before, eventDescriptors());
  }

  private void start() {
    assertThrows(
        KernelException.class,
        () ->
            FailoverAgent.start(
                new FailoverAgent.Surroundings(
                    (IoEventLoop) loops.next(),
                    links,
                    new FakeNetwork(links),
                    _ -> {},
                    _ -> {},
                    InstantSource.system(),
                    false),
                List.of(),
                List.of()));
  }

  private static long eventDescriptors() throws IOException {
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return all.filter(FailoverAgentTest::isEventDescriptor).count();
    }
  }

  private static boolean isEventDescriptor(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("eventfd");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
