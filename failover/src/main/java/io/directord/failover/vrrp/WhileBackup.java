package io.directord.failover.vrrp;

import io.directord.failover.vrrp.State.Backup;
import io.directord.failover.vrrp.State.Heard;
import java.net.InetAddress;
import java.util.Objects;

/** What a Backup router does (RFC 9568 section 6.4.2). Pure. */
final class WhileBackup {
  private WhileBackup() {}

  static Step step(Settings self, Backup state, Event event, long now) {
    return switch (event) {
      case Event.Tick() when now - state.activeDownAtNanos() >= 0 ->
          Election.activate(self, now, Sentence.silence(self, state, now));
      case Event.Received(var heard, var from) when heard.priority() == Advertisement.RESIGN ->
          resigned(self, state, from, now);
      case Event.Received(var heard, var from) -> received(self, state, heard, from, now);
      case Event.Reconfigured() -> Step.stay(state.rearmed(self));
      case Event.Overslept(var nanos) ->
          Step.to(
              state.restarted(self, now), "slept " + Sentence.seconds(nanos) + ", listens again");
      case Event.Failed(var because) -> Step.to(new State.Fault(), because);
      case Event.Shutdown() -> Step.to(new State.Initialize(), "shut down");
      case Event.Yield(var leave) when leave -> Step.to(new State.Initialize(), "asked to leave");
      case Event.Startup(), Event.Yield _, Event.Tick(), Event.Recovered() -> Step.stay(state);
    };
  }

  /** What the resigning router says of its interval is not learned (section 6.4.2). */
  private static Step resigned(Settings self, Backup state, InetAddress from, long now) {
    long interval = self.activeIntervalNanos(state.active());
    Heard gone = new Heard(from, Advertisement.RESIGN, interval);
    return Step.to(
        state.hearing(gone, null).restarted(self, now), from.getHostAddress() + " resigned");
  }

  private static Step received(
      Settings self, Backup state, Advertisement heard, InetAddress from, long now) {
    Heard active = new Heard(from, heard.priority(), heard.intervalNanos());
    if (!self.preempts() || state.standingBack() || heard.priority() >= self.priority()) {
      return accept(self, state.hearing(active, null), now, changed(self, state, active));
    }
    Long preemptAt = state.preemptAtNanos();
    if (preemptAt == null && self.preemptDelayNanos() > 0) {
      Long until = now + self.preemptDelayNanos();
      return accept(self, state.hearing(active, until), now, bearing(self, active));
    }
    boolean borne = preemptAt != null && now - preemptAt < 0;
    // What is discarded does not hold the timer: it runs out, and we preempt.
    return borne
        ? accept(self, state.hearing(active, preemptAt), now, changed(self, state, active))
        : Step.stay(state);
  }

  private static Step accept(Settings self, Backup next, long now, String because) {
    return Step.to(next.restarted(self, now), because);
  }

  private static String bearing(Settings self, Heard active) {
    return Sentence.compared(self, active.priority(), active.from())
        + ": preempts it after "
        + Sentence.seconds(self.preemptDelayNanos());
  }

  private static String changed(Settings self, Backup state, Heard active) {
    Heard before = state.active();
    boolean same =
        before != null
            && before.priority() == active.priority()
            && Objects.equals(before.from(), active.from());
    return same ? "" : Sentence.compared(self, active.priority(), active.from());
  }
}
