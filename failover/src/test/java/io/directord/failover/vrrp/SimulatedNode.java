package io.directord.failover.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.vrrp.Ensemble.Group;
import io.directord.failover.vrrp.Ensemble.Moved;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** A director on a simulated LAN: does what a driver does, and checks each effect. */
final class SimulatedNode {
  private static final long NEVER = Long.MAX_VALUE / 2;

  final String name;
  final Map<String, Settings> settings = new TreeMap<>();
  private final List<Group> groups;
  private final long clockOffset;
  private final SimulatedLan lan;
  private final Set<String> holds = new HashSet<>();
  private final Map<String, OptionalLong> armed = new HashMap<>();
  private final List<Runnable> inbox = new ArrayList<>();
  private Ensemble ensemble = new Ensemble(Map.of());
  private boolean up;
  private long frozenSince = NEVER;
  private long eligibleSince = NEVER;

  SimulatedNode(String name, List<Group> groups, long clockOffset, SimulatedLan lan) {
    this.name = name;
    this.groups = groups;
    this.clockOffset = clockOffset;
    this.lan = lan;
  }

  void start() {
    if (!up) {
      up = true;
      ensemble = new Ensemble(Map.of());
    }
    for (String router : settings.keySet()) {
      give(router, new Event.Startup());
    }
  }

  /** Of the whole host: its addresses are gone with it. */
  void crash() {
    up = false;
    ensemble = new Ensemble(Map.of());
    holds.clear();
    inbox.clear();
    armed.clear();
    frozenSince = NEVER;
  }

  void freeze() {
    if (up && !frozen()) {
      frozenSince = lan.now();
    }
  }

  void thaw() {
    if (!frozen()) {
      return;
    }
    long slept = lan.now() - frozenSince;
    frozenSince = NEVER;
    settings.forEach((router, self) -> {
      if (slept > self.activeDownNanos()) {
        give(router, new Event.Overslept(slept));
      }
    });
    List<Runnable> missed = List.copyOf(inbox);
    inbox.clear();
    missed.forEach(Runnable::run);
    settings.keySet().forEach(router -> give(router, new Event.Tick()));
  }

  void give(String router, Event event) {
    if (!up) {
      return;
    }
    if (frozen()) {
      inbox.add(() -> give(router, event));
      return;
    }
    Ensemble.Outcome outcome =
        ensemble.step(settings, groups, router, event, lan.now() + clockOffset);
    for (Moved moved : outcome.moves()) {
      lan.log(name, event, moved);
      moved.step().effects().forEach(effect -> perform(moved.router(), effect));
      check(moved);
      if (groups.isEmpty() && event instanceof Event.Received received) {
        onlyTheBetterWins(moved, received);
      }
    }
    ensemble = outcome.next();
    outcome.moves().forEach(moved -> arm(moved.router(), moved.step().next()));
    outcome.moves().forEach(moved -> roleAndAddressesAgree(moved.router()));
    theGroupIsOne();
  }

  private void perform(String router, Effect effect) {
    Settings self = self(router);
    switch (effect) {
      case Effect.SendAdvertisement(var priority) ->
          lan.send(
              this,
              router,
              new Event.Received(
                  new Advertisement(self.version(), 1, priority, self.intervalNanos(), List.of()),
                  self.address()));
      case Effect.ClaimAddresses() -> assertTrue(holds.add(router), "claimed twice");
      case Effect.ReleaseAddresses() -> assertTrue(holds.remove(router), "released, not held");
      case Effect.AnnounceAgain() -> assertTrue(holds.contains(router), "announced, not held");
    }
  }

  private void check(Moved moved) {
    Step step = moved.step();
    boolean changed = moved.before().role() != step.next().role();
    assertTrue(!changed || !step.because().isEmpty(), () -> "no reason given: " + moved);
    long now = lan.now() + clockOffset;
    step.next()
        .deadlineNanos()
        .ifPresent(at -> assertTrue(at - now < lan.deadlineMaxNanos(), "deadline too far"));
  }

  /** Section 6.4.3 in other words: addresses are compared as numbers without a sign. */
  private void onlyTheBetterWins(Moved moved, Event.Received received) {
    Settings self = self(moved.router());
    int priority = received.advertisement().priority();
    int byAddress =
        new BigInteger(1, received.from().getAddress())
            .compareTo(new BigInteger(1, self.address().getAddress()));
    boolean better = priority > self.priority() || (priority == self.priority() && byAddress > 0);
    if (moved.before() instanceof State.Active) {
      boolean gaveUp = !(moved.step().next() instanceof State.Active);
      assertEquals(better, gaveUp, () -> moved + " on " + received);
    }
  }

  private void arm(String router, State state) {
    OptionalLong deadline = state.deadlineNanos();
    if (deadline.isPresent() && !deadline.equals(armed.put(router, deadline))) {
      long at = deadline.getAsLong() - clockOffset;
      lan.at(Math.max(at, lan.now()) + lan.lateness(), () -> give(router, new Event.Tick()));
    }
  }

  private void roleAndAddressesAgree(String router) {
    assertEquals(state(router).role() == Role.ACTIVE, holds.contains(router), name + router);
  }

  /** Members may hand over one after the other, but none stays Active without the others. */
  private void theGroupIsOne() {
    boolean claims = settings.keySet().stream().anyMatch(this::claims);
    assertTrue(
        !claims || settings.keySet().stream().allMatch(this::holds), () -> name + " is torn");
  }

  State state(String router) {
    return ensemble.states().getOrDefault(router, new State.Initialize());
  }

  Settings self(String router) {
    Settings self = settings.get(router);
    assertTrue(self != null, router);
    return self;
  }

  boolean holds(String router) {
    return holds.contains(router);
  }

  /** Holds the addresses and means to keep them. */
  boolean claims(String router) {
    return holds.contains(router) && state(router) instanceof State.Active;
  }

  boolean frozen() {
    return frozenSince != NEVER;
  }

  /** Since when it might be Active, but for what it hears. */
  long eligibleSince(long now) {
    boolean able = up && !frozen();
    for (String router : settings.keySet()) {
      Role role = state(router).role();
      able &= role == Role.BACKUP || role == Role.ACTIVE;
    }
    if (!able) {
      eligibleSince = NEVER;
    } else if (eligibleSince == NEVER) {
      eligibleSince = now;
    }
    return eligibleSince;
  }
}
