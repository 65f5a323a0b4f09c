package io.directord.failover.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds whatever happens to a router. */
final class ElectionPropertyTest {
  private static final int WALKS = 2_000;
  private static final int STEPS = 60;
  private static final long MS = 1_000_000;

  private record At(long nanos, Settings self, Event event) {}

  @Test
  void anEarlyTickChangesNothing() {
    eachStep((self, state, now) -> {
      long early = now - 1;
      boolean due =
          state.deadlineNanos().isPresent() && early - state.deadlineNanos().getAsLong() >= 0;
      if (!due) {
        assertEquals(Step.stay(state), Election.step(self, state, new Event.Tick(), early));
      }
    });
  }

  @Test
  void aTickThatIsDueDoesSomethingAndTheNextOneNothing() {
    eachStep((self, state, now) -> {
      if (state.deadlineNanos().isEmpty()) {
        return;
      }
      long due = state.deadlineNanos().getAsLong();
      Step first = Election.step(self, state, new Event.Tick(), due);
      assertNotEquals(state, first.next());
      assertEquals(
          Step.stay(first.next()), Election.step(self, first.next(), new Event.Tick(), due));
    });
  }

  @Test
  void theClockMayWrap() {
    for (int seed = 0; seed < WALKS; seed++) {
      List<At> walk = walk(new Random(seed));
      List<String> plain = told(walk, 0);
      assertEquals(plain, told(walk, Long.MAX_VALUE - 10_000 * MS), "seed " + seed);
      assertEquals(plain, told(walk, -20_000 * MS), "seed " + seed);
    }
  }

  private interface Check {
    void check(Settings self, State state, long now);
  }

  private static void eachStep(Check check) {
    for (int seed = 0; seed < WALKS; seed++) {
      State state = new State.Initialize();
      for (At at : walk(new Random(seed))) {
        state = Election.step(at.self(), state, at.event(), at.nanos()).next();
        try {
          check.check(at.self(), state, at.nanos());
        } catch (AssertionError e) {
          throw new AssertionError("seed " + seed + ", " + state + " after " + at, e);
        }
      }
    }
  }

  /** All that can be seen from outside, with times counted from the step. */
  private static List<String> told(List<At> walk, long base) {
    List<String> told = new ArrayList<>();
    State state = new State.Initialize();
    for (At at : walk) {
      long now = base + at.nanos();
      Step step = Election.step(at.self(), state, at.event(), now);
      state = step.next();
      String deadline =
          state.deadlineNanos().isPresent()
              ? " in " + (state.deadlineNanos().getAsLong() - now)
              : "";
      told.add(state.role() + deadline + step.effects() + step.because());
    }
    return told;
  }

  private static List<At> walk(Random random) {
    List<At> walk = new ArrayList<>();
    Settings self = settings(random);
    long now = 0;
    walk.add(new At(now, self, new Event.Startup()));
    for (int i = 0; i < STEPS; i++) {
      now += random.nextLong(1_500 * MS);
      Event event = event(random);
      self = event instanceof Event.Reconfigured ? settings(random) : self;
      walk.add(new At(now, self, event));
    }
    return walk;
  }

  private static Settings settings(Random random) {
    return new Settings(
        2 + random.nextInt(2),
        random.nextInt(10) == 0 ? 255 : 1 + random.nextInt(254),
        (10 + random.nextInt(1_000)) * MS,
        random.nextBoolean(),
        random.nextBoolean() ? 0 : random.nextLong(5_000 * MS),
        1 + random.nextInt(4),
        random.nextBoolean() ? 0 : random.nextLong(5_000 * MS),
        address(random));
  }

  private static InetAddress address(Random random) {
    return InetAddress.ofLiteral("192.0.2." + random.nextInt(256));
  }

  private static Event event(Random random) {
    return switch (random.nextInt(24)) {
      case 0 -> new Event.Startup();
      case 1 -> new Event.Shutdown();
      case 2 -> new Event.Yield(random.nextBoolean());
      case 3 -> new Event.Failed("eth0 is down");
      case 4, 5 -> new Event.Recovered();
      case 6 -> new Event.Reconfigured();
      case 7 -> new Event.Overslept(random.nextLong(9_000 * MS));
      case 8, 9, 10, 11, 12, 13 ->
          new Event.Received(
              new Advertisement(3, 1, random.nextInt(256), random.nextInt(1_000) * MS, List.of()),
              address(random));
      default -> new Event.Tick();
    };
  }
}
