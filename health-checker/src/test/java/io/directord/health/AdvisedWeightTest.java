package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.tcp.TcpCheck;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What servers say of their weight, on its way through a checker. */
final class AdvisedWeightTest {
  private static final WeightRule RULE = new WeightRule(5, Duration.ofSeconds(1));

  private final ProbeWorld world = new ProbeWorld();
  private final Target web =
      new Target(
          Endpoint.plain(new InetSocketAddress(1)),
          new TcpCheck(),
          Timings.of(100, 50, 2, 2),
          RULE);

  @Test
  void aLoadThatFlapsCausesNoStorm() {
    AtomicInteger load = new AtomicInteger();
    world.server(web).answer = report -> says(report, 20 + load.incrementAndGet() % 2 * 50);
    world.update(web);
    world.pass(Duration.ofSeconds(10));
    assertTrue(load.get() > 90, "probes: " + load);
    assertTrue(world.verdicts.size() <= 11, world.verdicts.toString());
    assertTrue(world.verdicts.size() >= 2, world.verdicts.toString());
  }

  @Test
  void aLastWordIsPassedOnAlsoWhenTheServerIsDownThen() {
    world.server(web).answer = report -> says(report, 80);
    world.update(web);
    world.server(web).answer = report -> says(report, 30);
    world.pass(Duration.ofMillis(200));
    world.server(web).answerDown();
    world.pass(Duration.ofSeconds(2));
    assertEquals(Health.State.DOWN, world.status(web).state());
    assertEquals(advice(30), world.verdicts.getLast().advice());
  }

  @Test
  void aLastWordIsPassedOnAlsoWhenNothingIsSaidAfterIt() {
    world.server(web).answer = report -> says(report, 80);
    world.update(web);
    world.server(web).answer = report -> says(report, 30);
    world.pass(Duration.ofMillis(200));
    world.server(web).answerUp();
    world.pass(Duration.ofSeconds(2));
    assertEquals(advice(30), world.verdicts.getLast().advice());
  }

  @Test
  void aZeroAndAModeArePassedOnAtOnce() {
    world.server(web).answer = report -> says(report, 80);
    world.update(web);
    world.server(web).answer = report -> says(report, 0);
    world.pass(Duration.ofMillis(200));
    world.server(web).answer = report -> report.success("fine", Advice.mode(Advice.Mode.DRAIN));
    world.pass(Duration.ofMillis(200));
    List<Advice> told = world.verdicts.stream().map(Verdict::advice).toList();
    Advice drain = Advice.mode(Advice.Mode.DRAIN).after(advice(0));
    assertEquals(List.of(advice(80), advice(0), drain), told);
    assertTrue(IntStream.range(0, 3).allMatch(n -> world.verdicts.get(n).up()));
  }

  private static void says(Probe.Report report, int percent) {
    report.success("fine", advice(percent));
  }

  private static Advice advice(int percent) {
    return Advice.weight(new Advice.Weight.Percent(percent));
  }
}
