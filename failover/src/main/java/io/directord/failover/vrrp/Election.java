package io.directord.failover.vrrp;

/**
 * Decides who is Active for one virtual router (RFC 9568 section 6.4; version 2: RFC 3768 section
 * 6.4). Pure. Of two owners the tie rule makes one Backup, where it stays as long as it hears the
 * other: it accepts what is not less than its own priority.
 */
public final class Election {
  private Election() {}

  /** Nanoseconds are of one monotonic clock and may wrap. */
  public static Step step(Settings self, State state, Event event, long nowNanos) {
    return switch (state) {
      case State.Initialize initialize -> initialize(self, initialize, event, nowNanos);
      case State.Fault fault -> fault(self, fault, event, nowNanos);
      case State.Backup backup -> WhileBackup.step(self, backup, event, nowNanos);
      case State.Active active -> WhileActive.step(self, active, event, nowNanos);
      case State.Yielding yielding -> WhileYielding.step(self, yielding, event, nowNanos);
      case State.Lingering lingering -> WhileYielding.step(self, lingering, event, nowNanos);
    };
  }

  /** The advertisement goes first: whoever holds the addresses can drop them before we claim. */
  static Step activate(Settings self, long nowNanos, String because) {
    return Step.to(
        new State.Active(nowNanos + self.intervalNanos(), nowNanos, null),
        because,
        new Effect.SendAdvertisement(self.priority()),
        new Effect.ClaimAddresses());
  }

  /** Gives up what is held, and says so. */
  static Step resign(State next, String because) {
    return Step.to(
        next,
        because,
        new Effect.SendAdvertisement(Advertisement.RESIGN),
        new Effect.ReleaseAddresses());
  }

  /** A router may begin in Fault: it must not claim first and find out afterwards. */
  private static Step initialize(Settings self, State.Initialize state, Event event, long now) {
    return switch (event) {
      case Event.Startup() when self.owner() -> activate(self, now, "owns the addresses");
      case Event.Startup() -> Step.to(State.Backup.starting(self, now), "started");
      case Event.Failed(var because) -> Step.to(new State.Fault(), because);
      case Event.Shutdown(),
          Event.Yield _,
          Event.Tick(),
          Event.Received _,
          Event.Recovered(),
          Event.Reconfigured(),
          Event.Overslept _ ->
          Step.stay(state);
    };
  }

  private static Step fault(Settings self, State.Fault state, Event event, long now) {
    return switch (event) {
      case Event.Recovered() when self.owner() -> activate(self, now, "owns the addresses");
      case Event.Recovered() ->
          Step.to(State.Backup.listening(self, now, null, false), "everything works again");
      case Event.Shutdown() -> Step.to(new State.Initialize(), "shut down");
      case Event.Yield(var leave) when leave -> Step.to(new State.Initialize(), "asked to leave");
      case Event.Startup(),
          Event.Yield _,
          Event.Tick(),
          Event.Received _,
          Event.Failed _,
          Event.Reconfigured(),
          Event.Overslept _ ->
          Step.stay(state);
    };
  }
}
