package io.directord.failover.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Errno;
import io.directord.kernel.link.FakeLinks;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real time, real processes and links in memory. */
class TrackersTest implements Trackers.Listener {
  private static final Track.Pace FAST = pace(20, 20, 1, 1);
  private static final Track.Pace SLOW = pace(3_600_000, 3_600_000, 1, 1);
  private static final InetAddress ROUTER = InetAddress.ofLiteral("192.0.2.1");

  @TempDir private Path folder;
  private final DefaultEventExecutor executor = new DefaultEventExecutor();
  private final FakeLinks links = new FakeLinks();
  private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
  private final Queue<Verdict> all = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
  private volatile CompletableFuture<Boolean> answer = new CompletableFuture<>();
  private final Trackers trackers = new Trackers(executor, links, (_, _) -> answer, this);

  @Override
  public void onChange(String router, Verdict verdict) {
    verdicts.put(router, verdict);
    all.add(verdict);
  }

  @Override
  public void onBug(Throwable bug) {
    bugs.add(bug);
  }

  @AfterEach
  void close() throws InterruptedException {
    trackers.close();
    executor.shutdownGracefully(0, Await.SECONDS_MAX, TimeUnit.SECONDS).await();
    assertEquals(List.of(), List.copyOf(bugs));
  }

  @Test
  void aRouterThatTracksNothingIsTold() {
    trackers.update(Map.of("public", List.of()));
    assertEquals(new Verdict(0, Optional.empty(), List.of()), verdict("public", _ -> true));
  }

  @Test
  void anInterfaceIsFollowed() throws Exception {
    links.add(1, "eth1");
    trackers.start();
    trackers.update(Map.of("public", List.of(eth("eth1", 0))));
    verdict("public", Verdict::complete);
    links.running("eth1", false);
    fault("public", "interface eth1: no carrier");
    links.running("eth1", true);
    verdict("public", verdict -> verdict.faultBecause().isEmpty());
    links.remove("eth1");
    fault("public", "interface eth1: no such interface");
    links.add(2, "eth1");
    verdict("public", verdict -> verdict.faultBecause().isEmpty());
  }

  @Test
  void linksAreReadAgainWhenEventsWereLostOrReadingFailed() throws Exception {
    links.failNextReading(Errno.ENOBUFS);
    links.add(1, "eth1");
    trackers.start();
    trackers.update(Map.of("public", List.of(eth("eth1", -10), eth("eth2", -20))));
    assertEquals(-20, verdict("public", Verdict::complete).priorityDelta());
    links.loseEvents();
    links.add(2, "eth2");
    verdict("public", verdict -> verdict.priorityDelta() == 0);
  }

  @Test
  void aFlapThatIsShortEnoughDoesNotCount() throws Exception {
    links.add(1, "eth1");
    trackers.start();
    long hour = TimeUnit.HOURS.toNanos(1);
    trackers.update(Map.of("public", List.of(new Track.Interface("eth1", 0, 0, hour))));
    verdict("public", Verdict::complete);
    links.running("eth1", false);
    evidence("no carrier (not long enough, still passing)");
    links.running("eth1", true);
    verdict("public", verdict -> verdict.statuses().getFirst().evidence().equals("is up"));
    assertTrue(all.stream().allMatch(verdict -> verdict.faultBecause().isEmpty()));
  }

  @Test
  void aChangeThatStaysCountsInTheEnd() throws Exception {
    links.add(1, "eth1");
    trackers.start();
    long delay = TimeUnit.MILLISECONDS.toNanos(50);
    trackers.update(Map.of("public", List.of(new Track.Interface("eth1", 0, delay, delay))));
    verdict("public", Verdict::complete);
    links.running("eth1", false);
    fault("public", "interface eth1: no carrier");
    links.running("eth1", true);
    verdict("public", verdict -> verdict.faultBecause().isEmpty());
  }

  @Test
  void aScriptDecidesWithItsFirstResult() throws Exception {
    Path flag = folder.resolve("flag");
    Track script = script("[ -e " + flag + " ]", pace(2000, 2000, 2, 2), 0);
    trackers.update(Map.of("public", List.of(script)));
    fault("public", "script " + folder.resolve("script") + ": exit status 1");
    assertEquals(Optional.empty(), all.peek().faultBecause());
    Files.createFile(flag);
    evidence("exit status 0 (2 in a row)");
    Files.delete(flag);
    fault("public", "script " + folder.resolve("script") + ": exit status 1 (2 in a row)");
  }

  @Test
  void aScriptThatHangsFailsAndIsKilled() throws Exception {
    Path pid = folder.resolve("pid");
    Track script = script("echo $$ > " + pid + "; sleep 600", pace(3_600_000, 3000, 1, 1), -30);
    trackers.update(Map.of("public", List.of(script)));
    Await.end(Await.number(pid));
    Verdict verdict = verdict("public", Verdict::complete);
    assertEquals(-30, verdict.priorityDelta());
    assertEquals("timed out after 3s", verdict.statuses().getFirst().evidence());
  }

  @Test
  void whatIsNoLongerTrackedIsKilled() throws Exception {
    Path pid = folder.resolve("pid");
    trackers.update(Map.of("public", List.of(script("echo $$ > " + pid + "; sleep 600", SLOW, 0))));
    long child = Await.number(pid);
    trackers.update(Map.of("public", List.of()));
    Await.end(child);
  }

  @Test
  void closingKillsWhatRuns() throws Exception {
    Path pid = folder.resolve("pid");
    trackers.update(Map.of("public", List.of(script("echo $$ > " + pid + "; sleep 600", SLOW, 0))));
    long child = Await.number(pid);
    trackers.close();
    Await.end(child);
  }

  @Test
  void anUpdateLeavesAloneWhatDidNotChange() throws Exception {
    Path runs = folder.resolve("runs");
    Track script = script("echo run >> " + runs + "; exit 1", SLOW, 0);
    trackers.update(Map.of("public", List.of(script)));
    Verdict before = verdict("public", Verdict::complete);
    Track other = new Track.Script(((Track.Script) script).command(), SLOW, -10);
    trackers.update(Map.of("public", List.of(script, eth("eth1", 0)), "inside", List.of(other)));
    Verdict inside = verdict("inside", Verdict::complete);
    assertEquals(-10, inside.priorityDelta());
    assertEquals(
        before.statuses().getFirst().sinceNanos(), inside.statuses().getFirst().sinceNanos());
    Verdict after = verdict("public", verdict -> verdict.statuses().size() == 2);
    assertEquals(before.statuses().getFirst(), after.statuses().getFirst());
    assertEquals(List.of("run"), Files.readAllLines(runs));
  }

  @Test
  void aFileIsFollowed() throws Exception {
    Path file = Files.writeString(folder.resolve("priority"), "7\n");
    trackers.update(Map.of("public", List.of(new Track.File(file.toString(), FAST, -3))));
    verdict("public", verdict -> verdict.priorityDelta() == -21);
    Files.writeString(file, "-2\n");
    verdict("public", verdict -> verdict.priorityDelta() == 6);
    Files.delete(file);
    verdict("public", verdict -> verdict.priorityDelta() == 0);
  }

  @Test
  void aProcessIsFollowed() throws Exception {
    Path program = folder.resolve("tracked-program");
    Files.copy(Path.of("/bin/sleep"), program);
    Process process = new ProcessBuilder(program.toString(), "600").start();
    trackers.update(
        Map.of("public", List.of(new Track.RunningProcess("tracked-program", FAST, 0))));
    verdict("public", Verdict::complete);
    evidence("runs as process " + process.pid());
    process.destroyForcibly();
    fault("public", "process tracked-program: no such process");
  }

  @Test
  void aServiceIsToldBeforeOrAfterItIsTracked() {
    trackers.setService("web", false);
    trackers.update(Map.of("public", List.of(new Track.Service("web", 0))));
    fault("public", "service web: has lost its quorum");
    assertEquals(1, all.size());
    trackers.setService("web", true);
    verdict("public", verdict -> verdict.faultBecause().isEmpty());
    trackers.setService("other", false);
    evidence("has its quorum");
  }

  @Test
  void aGatewayIsAsked() {
    answer = CompletableFuture.completedFuture(true);
    trackers.update(Map.of("public", List.of(new Track.Gateway(ROUTER, FAST, 0))));
    evidence("answers");
    answer = CompletableFuture.completedFuture(false);
    fault("public", "gateway 192.0.2.1: no answer");
    answer = CompletableFuture.failedFuture(new IOException("no buffer"));
    evidence("cannot ask: no buffer");
    fault("public", "gateway 192.0.2.1: cannot ask: no buffer");
  }

  @Test
  void aProbeThatNeverAnswersMeansNoAnswer() {
    trackers.update(Map.of("public", List.of(new Track.Gateway(ROUTER, FAST, 0))));
    fault("public", "gateway 192.0.2.1: no answer");
  }

  @Test
  void oneThingHasOneLookAtATime() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CompletableFuture<Boolean> late = new CompletableFuture<>();
    Trackers counted =
        new Trackers(
            executor,
            links,
            (_, _) -> {
              asked.incrementAndGet();
              return late;
            },
            this);
    Track.Gateway slow = new Track.Gateway(ROUTER, SLOW, 0);
    counted.update(Map.of("a", List.of(slow), "b", List.of(slow)));
    verdict("a", _ -> true);
    verdict("b", _ -> true);
    late.complete(true);
    verdict("a", Verdict::complete);
    verdict("b", Verdict::complete);
    assertEquals(1, asked.get());
    counted.close();
  }

  private Track script(String text, Track.Pace pace, int weight) throws IOException {
    Path script = folder.resolve("script");
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Track.Script(List.of(script.toString()), pace, weight);
  }

  private Verdict verdict(String router, Predicate<Verdict> wanted) {
    Await.until(
        router + " is told so, last " + verdicts.get(router),
        () -> verdicts.containsKey(router) && wanted.test(verdicts.get(router)));
    return Objects.requireNonNull(verdicts.get(router));
  }

  private void fault(String router, String because) {
    verdict(router, verdict -> verdict.faultBecause().equals(Optional.of(because)));
  }

  private void evidence(String evidence) {
    Await.until(
        "evidence " + evidence,
        () ->
            all.stream()
                .flatMap(verdict -> verdict.statuses().stream())
                .anyMatch(status -> status.evidence().equals(evidence)));
  }

  private static Track eth(String name, int weight) {
    return new Track.Interface(name, weight, 0, 0);
  }

  private static Track.Pace pace(long intervalMillis, long timeoutMillis, int rise, int fall) {
    return new Track.Pace(
        TimeUnit.MILLISECONDS.toNanos(intervalMillis),
        TimeUnit.MILLISECONDS.toNanos(timeoutMillis),
        rise,
        fall);
  }
}
