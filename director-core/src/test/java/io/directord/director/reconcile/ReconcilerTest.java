package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.directord.director.Configs;
import io.directord.director.config.DirectorConfig;
import io.directord.kernel.Errno;
import io.directord.kernel.ipvs.FakeIpvs;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.Ipvs;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.ServerSpec;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Rounds on a loop whose time the test moves, over a fake kernel. */
final class ReconcilerTest {
  private static final DirectorConfig WEB =
      Configs.services(
          """
          web {
            address = "192.0.2.1:80", check = { type = tcp }
            real-servers = [
              { name = web1, address = 10.0.0.1, weight = 100 }
              { name = web2, address = 10.0.0.2, weight = 100 }
            ]
          }
          """);
  private static final DirectorConfig NONE = Configs.director("");

  @TempDir Path folder;
  private final FakeIpvs kernel = new FakeIpvs();
  private final EmbeddedChannel time = new EmbeddedChannel();
  private final List<Round> rounds = new ArrayList<>();
  private final List<Throwable> bugs = new ArrayList<>();
  private final List<Runnable> diskWork = new ArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Reconciler.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void begin() {
    time.freezeTime();
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void noBugs() {
    logger.detachAppender(log);
    assertEquals(List.of(), bugs);
  }

  private Reconciler reconciler(boolean shadow, Executor disk) {
    return new Reconciler(
        time.eventLoop(),
        kernel,
        new OwnedServices(folder),
        Set.of(),
        disk,
        shadow,
        rounds::add,
        bugs::add);
  }

  private Reconciler reconciler() {
    return reconciler(false, Runnable::run);
  }

  private static Inputs up(DirectorConfig config) {
    return new Inputs(config, (_, _) -> new Opinion(Opinion.Answer.UP, "fine"), Map.of());
  }

  private static Inputs down(DirectorConfig config) {
    return new Inputs(config, (_, _) -> new Opinion(Opinion.Answer.DOWN, "dead"), Map.of());
  }

  private void pass(long millis) {
    time.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    run();
  }

  private void run() {
    for (int i = 0; i < 20; i++) {
      time.runPendingTasks();
      time.runScheduledPendingTasks();
    }
  }

  private void runDisk() {
    while (!diskWork.isEmpty()) {
      diskWork.removeFirst().run();
    }
    run();
  }

  private List<String> errors() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.ERROR)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private List<String> drifts() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.startsWith("event=drift"))
        .toList();
  }

  @Test
  void anAnswerThatComesAfterTheStopIsNoBug() throws Exception {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    CountDownLatch asked = new CountDownLatch(1);
    Ipvs slow =
        (Ipvs)
            Proxy.newProxyInstance(
                Ipvs.class.getClassLoader(),
                new Class<?>[] {Ipvs.class},
                (_, _, _) -> {
                  asked.countDown();
                  return answer;
                });
    EventExecutor loop = new DefaultEventExecutor();
    Reconciler reconciler =
        new Reconciler(
            loop,
            slow,
            new OwnedServices(folder),
            Set.of(),
            Runnable::run,
            false,
            _ -> {},
            bugs::add);
    loop.submit(() -> reconciler.want(up(WEB)));
    assertTrue(asked.await(20, TimeUnit.SECONDS), "nothing was asked");
    loop.submit(reconciler::stop).get(20, TimeUnit.SECONDS);
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).get(20, TimeUnit.SECONDS);
    answer.completeExceptionally(new IOException("closed"));
  }

  @Test
  void wishesOfOneMomentAreOnePlan() {
    Reconciler reconciler = reconciler();
    for (int i = 0; i < 100; i++) {
      reconciler.want(i % 2 == 0 ? down(WEB) : up(WEB));
    }
    pass(5);
    assertEquals(1, kernel.batches().size());
    assertEquals(3, kernel.applied().size());
  }

  @Test
  void wishesThatKeepComingDoNotPutTheRoundOff() {
    Reconciler reconciler = reconciler();
    for (int millis = 0; millis < 20; millis++) {
      reconciler.want(up(WEB));
      pass(1);
    }
    assertTrue(rounds.size() >= 2, () -> rounds.size() + " rounds in 20 ms");
    assertEquals(3, kernel.applied().size());
  }

  @Test
  void aChangeIsVerifiedByReadingAgain() {
    reconciler().want(up(WEB));
    pass(5);
    assertEquals(2, rounds.size());
    assertEquals(3, rounds.getFirst().applied());
    assertTrue(rounds.getLast().inStep());
  }

  @Test
  void anUnchangedWishSendsNoChange() {
    Reconciler reconciler = reconciler();
    reconciler.want(up(WEB));
    pass(5);
    kernel.forget();
    reconciler.want(up(WEB));
    pass(5);
    assertEquals(1, kernel.tablesRead());
    assertEquals(List.of(), kernel.batches());
  }

  @Test
  void theKernelIsLookedAtAgainAfterTheInterval() {
    reconciler().want(up(WEB));
    pass(5);
    kernel.forget();
    kernel.behindTheBack(
        new IpvsChange.UpdateServer(
            World.key("tcp 192.0.2.1 80"),
            World.server("10.0.0.1:80"),
            ServerSpec.of(Forwarding.DIRECT, 1)));
    pass(29_000);
    assertEquals(0, kernel.tablesRead());
    pass(1_000);
    assertEquals(1, kernel.applied().size());
    assertEquals(1, drifts().size());
  }

  @Test
  void aRefusedChangeIsTriedAgainWithBackOff() {
    kernel.withoutScheduler("wlc");
    reconciler().want(up(WEB));
    pass(5);
    assertEquals(1, rounds.size());
    pass(999);
    assertEquals(1, rounds.size());
    pass(1);
    assertEquals(2, rounds.size());
    pass(1_999);
    assertEquals(2, rounds.size());
    pass(1);
    assertEquals(3, rounds.size());
    assertEquals(3, rounds.getLast().refused().size());
  }

  @Test
  void aTroubleThatLastsIsSaidOnce() {
    kernel.withoutScheduler("wlc");
    reconciler().want(up(WEB));
    pass(5);
    pass(1_000);
    pass(2_000);
    assertEquals(3, rounds.size());
    assertEquals(1, errors().size(), errors().toString());
    assertTrue(errors().getFirst().contains("no scheduler \"wlc\""), errors().toString());
  }

  @Test
  void aChangeRefusedOnceIsMadeAtTheNextTry() {
    kernel.refuseNext(change -> change instanceof IpvsChange.CreateServer, Errno.ENOMEM);
    reconciler().want(up(WEB));
    pass(5);
    assertEquals(1, rounds.getLast().refused().size());
    pass(1_000);
    assertTrue(rounds.getLast().inStep());
    assertEquals(1, errors().size(), errors().toString());
  }

  @Test
  void aKernelThatCannotBeReadIsReadAgain() {
    kernel.failNextTable(Errno.ENOMEM);
    reconciler().want(up(WEB));
    pass(5);
    assertTrue(rounds.getLast().failure().isPresent());
    assertEquals(List.of(), kernel.batches());
    pass(1_000);
    assertTrue(rounds.getLast().inStep());
  }

  @Test
  void whatWasDecidedStaysVisibleWhileTheKernelCannotBeRead() {
    Reconciler reconciler = reconciler();
    reconciler.want(up(WEB));
    pass(5);
    kernel.loaded(false);
    reconciler.want(up(WEB));
    pass(5);
    assertTrue(rounds.getLast().failure().isPresent());
    assertEquals(1, rounds.getLast().plan().decisions().size());
  }

  @Test
  void aBatchThatFailsAsAWholeIsTriedAgain() {
    kernel.failNextApply(Errno.ENOMEM);
    reconciler().want(up(WEB));
    pass(5);
    assertTrue(rounds.getLast().failure().isPresent());
    pass(1_000);
    assertTrue(rounds.getLast().inStep());
  }

  @Test
  void aShadowChangesNothingAndWritesNothing() {
    reconciler(true, Runnable::run).want(up(WEB));
    pass(5);
    assertEquals(3, rounds.getLast().plan().changes().size());
    assertEquals(0, rounds.getLast().applied());
    assertEquals(List.of(), kernel.batches());
    assertTrue(!folder.resolve("services").toFile().exists());
  }

  @Test
  void aServiceIsWrittenDownAsOursBeforeItIsCreated() throws IOException {
    reconciler(false, diskWork::add).want(up(WEB));
    pass(5);
    assertEquals(List.of(), kernel.batches());
    diskWork.getFirst().run();
    assertEquals(Set.of(World.key("tcp 192.0.2.1 80")), new OwnedServices(folder).read());
    run();
    assertEquals(1, kernel.batches().size());
  }

  @Test
  void aWishThatComesDuringARoundIsOneMoreRound() {
    Reconciler reconciler = reconciler(false, diskWork::add);
    reconciler.want(up(WEB));
    pass(5);
    reconciler.want(down(WEB));
    reconciler.want(up(WEB));
    reconciler.want(down(WEB));
    assertEquals(0, kernel.batches().size());
    for (int i = 0; i < 10; i++) {
      runDisk();
      pass(5);
    }
    assertEquals(2, kernel.batches().size());
    assertTrue(rounds.getLast().inStep());
    assertEquals(List.of(), errors());
  }

  @Test
  void aRoundThatWaitedForTheDiskDoesNotPutTheNextOneOff() {
    Reconciler reconciler = reconciler(false, diskWork::add);
    reconciler.want(up(WEB));
    pass(5);
    reconciler.want(down(WEB));
    pass(3_000);
    runDisk();
    assertEquals(1, kernel.batches().size());
    for (int i = 0; i < 11; i++) {
      reconciler.want(down(WEB));
      pass(10);
      runDisk();
    }
    assertEquals(2, kernel.batches().size());
  }

  @Test
  void aServiceThatWasFoundAsWantedIsOursFromThenOn() throws IOException {
    reconciler().want(up(WEB));
    pass(5);
    new OwnedServices(folder).write(Set.of(World.key("tcp 192.0.2.77 80")));
    Reconciler second = reconciler();
    second.want(up(WEB));
    pass(5);
    assertEquals(Set.of(World.key("tcp 192.0.2.1 80")), new OwnedServices(folder).read());
    second.want(up(NONE));
    pass(5);
    assertEquals(Set.of(), rounds.getLast().plan().foreign());
  }

  @Test
  void whatTheDirectorDidItselfIsNoDriftWhileAnotherServiceIsRefused() {
    DirectorConfig two =
        Configs.services(
            """
            web {
              address = "192.0.2.1:80", check = { type = tcp }
              real-servers = [ { name = web1, address = 10.0.0.1 } ]
            }
            """);
    DirectorConfig withRefused =
        Configs.services(
            """
            web {
              address = "192.0.2.1:80", check = { type = tcp }
              real-servers = [ { name = web1, address = 10.0.0.1 } ]
            }
            odd {
              address = "192.0.2.2:80", check = { type = tcp }, scheduler = sed
              real-servers = [ { name = odd1, address = 10.0.0.1 } ]
            }
            """);
    Reconciler reconciler = reconciler();
    reconciler.want(up(two));
    pass(5);
    kernel.withoutScheduler("sed");
    reconciler.want(down(withRefused));
    pass(5);
    reconciler.want(up(withRefused));
    pass(5);
    assertEquals(List.of(), drifts());
  }

  @Test
  void aStoppedReconcilerStartsNoRound() {
    Reconciler reconciler = reconciler();
    reconciler.want(up(WEB));
    reconciler.stop();
    pass(60_000);
    reconciler.want(up(WEB));
    pass(60_000);
    assertEquals(0, kernel.tablesRead());
  }

  @Test
  void aFolderThatCannotBeWrittenDoesNotKeepTheKernelOutOfStep() throws IOException {
    java.nio.file.Files.createFile(folder.resolve("file"));
    new Reconciler(
            time.eventLoop(),
            kernel,
            new OwnedServices(folder.resolve("file").resolve("below")),
            Set.of(),
            Runnable::run,
            false,
            rounds::add,
            bugs::add)
        .want(up(WEB));
    pass(5);
    assertTrue(rounds.getLast().inStep());
    assertTrue(errors().getFirst().startsWith("event=state-not-written"), errors().toString());
  }
}
