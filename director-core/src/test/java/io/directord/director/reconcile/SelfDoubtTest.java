package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.SelfDoubtConfig;
import io.directord.director.config.VirtualService;
import io.directord.health.Target;
import io.directord.health.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a failure of everything at once is held back. */
final class SelfDoubtTest {
  private static final long SECOND = 1_000_000_000L;

  private final SelfDoubt doubt = new SelfDoubt();
  private final Map<String, Target> targets = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private DirectorConfig config = Configs.director("");
  private long nowNanos = Long.MAX_VALUE - SECOND; // nanoTime may wrap, and does here

  /** Services of so many servers, the same hosts in each; all up. */
  private SelfDoubtTest services(int... sizes) {
    return services("", sizes);
  }

  private SelfDoubtTest services(String settings, int... sizes) {
    StringBuilder text = new StringBuilder();
    for (int s = 0; s < sizes.length; s++) {
      text.append("s").append(s).append(" { address = \"192.0.2.1:").append(80 + s);
      text.append("\", real-servers = [");
      for (int i = 0; i < sizes[s]; i++) {
        text.append(" { name = r").append(i).append(", address = 10.0.0.").append(i + 1);
        text.append(" },");
      }
      text.append(" ] }\n");
    }
    config = Configs.director(settings + "\nvirtual-services { " + text + " }");
    Map<Target, Set<String>> services = new HashMap<>();
    for (VirtualService service : config.services()) {
      for (RealServer server : service.servers()) {
        Target target = server.targets(service.port()).getFirst();
        String name = service.name() + "/" + server.name();
        targets.put(name, target);
        names.add(name);
        services.put(target, Set.of(service.name()));
      }
    }
    doubt.configure(config.selfDoubt(), services);
    names.forEach(name -> says(true, name));
    return this;
  }

  private void says(boolean up, String name) {
    doubt.take(new Verdict(target(name), up, up ? "fine" : "refused"), nowNanos);
  }

  private void down(Set<String> witnesses, String... fallen) {
    Set<Target> failing = new HashSet<>();
    witnesses.forEach(name -> failing.add(targets.get(name)));
    for (String name : fallen) {
      says(false, name);
    }
    doubt.look(failing, nowNanos);
  }

  private void pass(long seconds) {
    nowNanos += seconds * SECOND;
    doubt.look(Set.of(), nowNanos);
  }

  private boolean given(String name) {
    return given(doubt.verdicts(), name).up();
  }

  private Target target(String name) {
    return Objects.requireNonNull(targets.get(name));
  }

  private Verdict given(Verdicts by, String name) {
    return Objects.requireNonNull(by.byTarget().get(target(name)));
  }

  private Set<String> all() {
    return Set.copyOf(names);
  }

  @Test
  void theFirstVerdictIsHeldWhereAllOthersAreFailingToo() {
    services(4, 4);
    down(all(), "s0/r0");
    assertEquals(
        Optional.of("8 of 8 targets failed at once"), doubt.doubt().map(SelfDoubt.Doubt::because));
    names.forEach(name -> says(false, name));
    names.forEach(name -> assertTrue(given(name), name));
    assertEquals(
        "held up, this node may be at fault: refused", given(doubt.verdicts(), "s0/r0").because());
    assertFalse(given(doubt.actual(), "s0/r0").up());
  }

  @Test
  void withoutWitnessesWhatFellIsGivenBack() {
    services(10, 10);
    for (int i = 0; i < 17; i++) {
      down(Set.of(), names.get(i));
      assertFalse(given(names.get(i)), "a verdict is not delayed");
    }
    assertTrue(doubt.doubt().isEmpty());
    down(Set.of(), names.get(17));
    assertTrue(doubt.doubt().isPresent(), "eight of ten in each service");
    names.forEach(name -> assertTrue(given(name), name));
  }

  @Test
  void whatComesBackIsReleasedAndTheLastOneEndsIt() {
    services(4, 4);
    down(all(), names.toArray(String[]::new));
    names.subList(1, 8).forEach(name -> says(true, name));
    doubt.look(Set.of(), nowNanos);
    assertTrue(given("s0/r0") && doubt.held() == 1);
    says(true, "s0/r0");
    doubt.look(Set.of(), nowNanos);
    assertTrue(doubt.doubt().isEmpty());
  }

  @Test
  void theHoldEndsAndIsNotRepeatedBeforeSomethingWasUp() {
    services(20, 20);
    List<String> late = names.stream().filter(name -> name.matches(".*/r[0-2]")).toList();
    names.stream().filter(name -> !late.contains(name)).forEach(name -> says(false, name));
    down(Set.of());
    assertTrue(doubt.doubt().isPresent());
    pass(9);
    assertTrue(given("s0/r9"));
    pass(1);
    assertFalse(given("s0/r9"));
    assertTrue(doubt.doubt().isEmpty());
    down(Set.of(), late.toArray(String[]::new));
    assertTrue(doubt.doubt().isEmpty());
    names.forEach(name -> says(true, name));
    down(all(), "s0/r0");
    assertTrue(doubt.doubt().isPresent());
  }

  @Test
  void aServiceThatDiesIsNeverHeld() {
    services(40, 5);
    down(Set.of(), names.subList(0, 40).toArray(String[]::new));
    assertTrue(doubt.doubt().isEmpty(), "40 of 45, but none of the other service");
    SelfDoubtTest alone = new SelfDoubtTest();
    alone.services(10);
    alone.down(Set.of(), alone.names.toArray(String[]::new));
    assertTrue(alone.doubt.doubt().isEmpty());
  }

  @Test
  void aHostThatDiesIsNeverHeld() {
    services(1, 1, 1, 1, 1, 1, 1);
    down(all(), names.toArray(String[]::new));
    assertTrue(doubt.doubt().isEmpty(), "all of them are one host");
  }

  @Test
  void fewerThanTheMinimumAreNeverHeld() {
    services(2, 2);
    down(all(), names.toArray(String[]::new));
    assertTrue(doubt.doubt().isEmpty());
    SelfDoubtTest four = new SelfDoubtTest();
    four.services("self-doubt { minimum = 4 }", 2, 2);
    four.down(Set.of(), four.names.toArray(String[]::new));
    assertTrue(four.doubt.doubt().isPresent());
  }

  @Test
  void failuresThatAreFurtherApartThanAnIntervalAreNoBurst() {
    services(4, 4);
    for (String name : names) {
      pass(1);
      down(Set.of(), name);
    }
    assertTrue(doubt.doubt().isEmpty());
  }

  @Test
  void whatFailsLongAfterTheBurstIsNotHeld() {
    services(10, 10);
    List<String> burst = names.stream().filter(name -> !name.endsWith("/r9")).toList();
    down(Set.of(), burst.toArray(String[]::new));
    assertTrue(doubt.doubt().isPresent());
    pass(5);
    down(Set.of(), "s0/r9");
    assertFalse(given("s0/r9"));
    assertTrue(given("s0/r0"));
  }

  @Test
  void aWitnessIsHeldOnlyWhileItsRowOfFailuresCanBeOfTheBurst() {
    services(4, 4);
    down(all(), "s0/r0");
    pass(5);
    down(Set.of(), "s0/r1");
    assertTrue(given("s0/r1"));
    pass(2);
    down(Set.of(), "s0/r2");
    assertFalse(given("s0/r2"));
  }

  @Test
  void aHoldOfZeroTurnsItOff() {
    services("self-doubt { hold = 0s }", 4, 4);
    down(all(), names.toArray(String[]::new));
    assertTrue(doubt.doubt().isEmpty());
    assertEquals(new SelfDoubtConfig(80, 5, Duration.ZERO), config.selfDoubt());
  }

  @Test
  void whoNeverWasUpIsNotHeld() {
    services(4, 4);
    says(false, "s0/r0");
    pass(60);
    down(all(), "s0/r1");
    assertTrue(doubt.doubt().isPresent());
    assertFalse(given("s0/r0"));
  }

  @Test
  void virtualRoutersHearOfTheVerdictsAsTheyAre() {
    services(4, 4);
    down(all(), names.toArray(String[]::new));
    World world = new World().config(config);
    world.up(names.toArray(String[]::new)).round();
    ServiceDecision decision = world.step().plan().decisions().getFirst();
    assertTrue(decision.quorumHeld());
    assertFalse(SelfDoubt.quorumHeld(decision, doubt.actual()));
    assertTrue(SelfDoubt.quorumHeld(decision, doubt.verdicts()));
  }

  private @Nullable Object mark(int service) {
    return doubt.verdicts().mark(config.services().get(service));
  }

  @Test
  void aServiceIsMarkedAnewWhenOneOfItsServersIsHeardOf() {
    services(2, 2);
    Object first = Objects.requireNonNull(mark(0));
    Object second = mark(1);
    says(false, "s0/r1");
    assertNotSame(first, mark(0));
    assertSame(second, mark(1));
  }

  @Test
  void whileVerdictsAreHeldNothingIsMarked() {
    services(4, 4);
    Object before = mark(0);
    down(all(), names.toArray(String[]::new));
    assertTrue(doubt.held() > 0);
    assertNull(mark(0));
    names.forEach(name -> says(true, name));
    assertNotSame(before, Objects.requireNonNull(mark(0)));
  }

  @Test
  void withOtherTargetsEverythingIsMarkedAnew() {
    services(2);
    Object before = mark(0);
    doubt.configure(config.selfDoubt(), Map.of());
    assertNotSame(before, mark(0));
    assertSame(mark(0), mark(0));
  }
}
