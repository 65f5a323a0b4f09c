package io.directord.director.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.director.Director;
import io.directord.director.DirectorView;
import io.directord.director.config.ConfigResult;
import io.directord.kernel.ipvs.FakeIpvs;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real socket, to a listener in the place of systemd. */
final class ServiceManagerTest {
  private static final long DEADLINE_SECONDS = 10;
  private static final String WATCHDOG_MICROS = "200000";
  private static final long SILENCE_MILLIS = 1_000; // five times as long

  @TempDir Path folder;
  private final MultiThreadIoEventLoopGroup systemd =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final AtomicLong heartbeat = new AtomicLong();
  private final LinkedBlockingQueue<Throwable> bugs = new LinkedBlockingQueue<>();
  private final Director director =
      new Director(
          systemd.next(),
          Runnable::run,
          new FakeIpvs(),
          Configs.director(""),
          Path.of("/etc/directord/directord.conf"),
          false,
          _ -> new ConfigResult.Unreadable("no such file"),
          () -> Instant.EPOCH,
          bugs::add);
  private String address = "";

  @BeforeEach
  void listen() throws Exception {
    address = folder.resolve("notify").toString();
    Channel channel =
        new Bootstrap()
            .group(systemd)
            .channel(EpollDomainDatagramChannel.class)
            .handler(
                new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                  @Override
                  protected void channelRead0(
                      ChannelHandlerContext context, DomainDatagramPacket in) {
                    ByteBufHolder packet = in;
                    heard.add(packet.content().toString(StandardCharsets.UTF_8));
                  }
                })
            .bind(new DomainSocketAddress(address))
            .sync()
            .channel();
    assertTrue(channel.isActive());
  }

  @AfterEach
  void end() {
    loop.shutdownNow();
    systemd.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    assertEquals(List.of(), List.copyOf(bugs));
  }

  private ServiceManager started(Optional<String> watchdog) {
    ServiceManager manager = new ServiceManager(Optional.of(address), watchdog);
    manager.started(watched(director::view));
    return manager;
  }

  private ServiceManager.Watched watched(Supplier<DirectorView> view) {
    return new ServiceManager.Watched(view, heartbeat::incrementAndGet, loop, bugs::add);
  }

  private String next() throws InterruptedException {
    String message = heard.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(message, "systemd hears nothing");
    return message;
  }

  @Test
  void aDirectorThatNeverSeesTheKernelsTableBecomesReady() throws Exception {
    try (ServiceManager manager = started(Optional.empty())) {
      assertEquals(
          "READY=1\nSTATUS=Nothing is configured: edit /etc/directord/directord.conf, then reload;"
              + " configuration 1",
          next());
      manager.stopping();
      assertTrue(next().startsWith("STOPPING=1"));
    }
  }

  @Test
  void aReloadThatIsRejectedEndsAllTheSameAndTheStatusSaysWhy() throws Exception {
    try (ServiceManager manager = started(Optional.empty())) {
      assertTrue(next().startsWith("READY=1\n"));
      director.onReload(manager::reloading);
      director.reload(false).toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      assertTrue(next().startsWith("RELOADING=1\nMONOTONIC_USEC="));
      String ended = next();
      assertTrue(ended.startsWith("READY=1\n"), ended);
      assertTrue(ended.endsWith("last reload rejected: no such file"), ended);
    }
  }

  @Test
  void aLoopThatHangsLetsTheWatchdogBark() throws Exception {
    CompletableFuture<Void> hanging = new CompletableFuture<>();
    try (ServiceManager manager = started(Optional.of(WATCHDOG_MICROS))) {
      assertTrue(next().startsWith("READY=1\n"));
      assertEquals("WATCHDOG=1", next());
      assertEquals("WATCHDOG=1", next(), "it is fed again and again");
      loop.execute(hanging::join);
      int fed = 0;
      while (heard.poll(SILENCE_MILLIS, TimeUnit.MILLISECONDS) != null) {
        fed++; // by what the loop had done before it hung
        assertTrue(fed <= 2, "it is fed though the loop hangs");
      }
      hanging.complete(null);
      assertEquals("WATCHDOG=1", next(), "the loop turns again");
      manager.stopping();
    }
  }

  @Test
  void whatCannotBeLookedAtIsABugAndToldAsOne() throws Exception {
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    Supplier<DirectorView> broken =
        () -> {
          throw new IllegalStateException("no view");
        };
    try (ServiceManager manager = new ServiceManager(Optional.of(address), Optional.empty())) {
      manager.started(
          new ServiceManager.Watched(broken, heartbeat::incrementAndGet, loop, told::complete));
      assertEquals("no view", told.get(DEADLINE_SECONDS, TimeUnit.SECONDS).getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "notify", "vsock:2:99"})
  void whereNobodyListensThereIsNoThread(String nowhere) throws Exception {
    try (ServiceManager manager =
        new ServiceManager(Optional.of(nowhere), Optional.of(WATCHDOG_MICROS))) {
      manager.started(watched(director::view));
      manager.reloading(CompletableFuture.completedStage(null));
      manager.stopping();
      assertTrue(
          Thread.getAllStackTraces().keySet().stream()
              .noneMatch(each -> each.getName().startsWith("systemd-")));
    }
    assertNull(heard.poll());
  }
}
