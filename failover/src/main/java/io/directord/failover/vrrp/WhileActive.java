package io.directord.failover.vrrp;

import io.directord.failover.vrrp.State.Active;
import io.directord.failover.vrrp.State.Backup;
import io.directord.failover.vrrp.State.Heard;
import java.net.InetAddress;
import java.util.Arrays;

/** What the Active router does (RFC 9568 section 6.4.3). Pure. */
final class WhileActive {
  /** Enough for all routers of a LAN that start in one interval, and no storm. */
  static final int ANSWERS_PER_INTERVAL_MAX = 4;

  private WhileActive() {}

  static Step step(Settings self, Active state, Event event, long now) {
    return switch (event) {
      case Event.Tick() when now - state.advertiseAtNanos() >= 0 -> onTheGrid(self, state, now);
      case Event.Received(var heard, var from) when heard.priority() == Advertisement.RESIGN ->
          resigned(self, state, from, now);
      case Event.Received(var heard, var from) -> received(self, state, heard, from, now);
      // At once: Backups count with the interval that they heard last.
      case Event.Reconfigured() -> advertise(self, state, now, "");
      case Event.Yield(var leave) ->
          Step.to(
              WhileYielding.begin(self, leave, now),
              leave ? "asked to leave" : "asked to yield",
              new Effect.SendAdvertisement(Advertisement.RESIGN));
      case Event.Overslept(var nanos) -> overslept(self, nanos, now);
      case Event.Failed(var because) -> Election.resign(new State.Fault(), because);
      case Event.Shutdown() -> Election.resign(new State.Initialize(), "shut down");
      case Event.Startup(), Event.Tick(), Event.Recovered() -> Step.stay(state);
    };
  }

  /** Who is better: the higher priority, then the greater address as a number. */
  static int compare(Settings self, int priority, InetAddress from) {
    int byPriority = Integer.compare(priority, self.priority());
    return byPriority != 0
        ? byPriority
        : Arrays.compareUnsigned(from.getAddress(), self.address().getAddress());
  }

  /** A late tick does not move the next one, unless it would be late as well. */
  private static Step onTheGrid(Settings self, Active state, long now) {
    long grid = state.advertiseAtNanos() + self.intervalNanos();
    long next = now - grid >= 0 ? now + self.intervalNanos() : grid;
    return Step.to(
        new Active(next, state.answerFromNanos(), state.rival()),
        "",
        new Effect.SendAdvertisement(self.priority()));
  }

  static Step advertise(Settings self, Active state, long now, String because) {
    return Step.to(
        new Active(now + self.intervalNanos(), state.answerFromNanos(), null),
        because,
        new Effect.SendAdvertisement(self.priority()));
  }

  /** Until now it was Active as well, so neighbours may have believed it. */
  private static Step resigned(Settings self, Active state, InetAddress from, long now) {
    return Step.to(
        new Active(now + self.intervalNanos(), state.answerFromNanos(), null),
        from.getHostAddress() + " resigned, told that we are Active",
        new Effect.SendAdvertisement(self.priority()),
        new Effect.AnnounceAgain());
  }

  /**
   * Yields to a better router, with a last word that RFC 9568 does not ask for. After a split the
   * better one may be heard before it has heard us; neighbours that asked us meanwhile would go on
   * sending to us until their entry is old, unless it knows that it has to announce itself again.
   */
  private static Step received(
      Settings self, Active state, Advertisement heard, InetAddress from, long now) {
    int better = compare(self, heard.priority(), from);
    String because = Sentence.compared(self, heard.priority(), from);
    if (better == 0) {
      return Step.to(state, because + ": the same address twice, or our own packet");
    }
    if (better > 0) {
      Heard active = new Heard(from, heard.priority(), heard.intervalNanos());
      return Step.to(
          Backup.listening(self, now, active, false),
          because,
          new Effect.SendAdvertisement(self.priority()),
          new Effect.ReleaseAddresses());
    }
    return answer(self, state, because, now);
  }

  /**
   * Tells a worse router, and the neighbours who may have believed it. Two routers that each see
   * the other as the worse one (addresses translated on the way) would answer each other for ever,
   * so there are only so many answers; the regular advertisements say the same.
   */
  private static Step answer(Settings self, Active state, String because, long now) {
    long answerFrom = now - state.answerFromNanos() >= 0 ? now : state.answerFromNanos();
    if (answerFrom - now >= self.intervalNanos()) {
      return Step.stay(state);
    }
    long next = answerFrom + self.intervalNanos() / ANSWERS_PER_INTERVAL_MAX;
    return Step.to(
        new Active(state.advertiseAtNanos(), next, state.rival()),
        because + ": told that we are Active",
        new Effect.SendAdvertisement(self.priority()),
        new Effect.AnnounceAgain());
  }

  /** Without a word: a resignation would end the reign of whoever has taken over. */
  private static Step overslept(Settings self, long nanos, long now) {
    return Step.to(
        Backup.listening(self, now, null, false),
        "slept " + Sentence.seconds(nanos) + ": somebody else may be Active",
        new Effect.ReleaseAddresses());
  }
}
