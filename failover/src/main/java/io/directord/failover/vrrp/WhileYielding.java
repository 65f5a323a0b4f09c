package io.directord.failover.vrrp;

import io.directord.failover.vrrp.State.Backup;
import io.directord.failover.vrrp.State.Heard;
import io.directord.failover.vrrp.State.Lingering;
import io.directord.failover.vrrp.State.Yielding;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * How addresses are handed over without a hole: a priority of 0 is sent, as at Shutdown (RFC 9568
 * section 6.4.3), but the addresses are kept until the successor has them. Pure.
 */
final class WhileYielding {
  /** What a successor needs from its first advertisement until its announcements are out. */
  static final long LINGER_MAX_NANOS = 100_000_000;

  private WhileYielding() {}

  static Yielding begin(Settings self, boolean leave, long now) {
    return new Yielding(leave, now + self.intervalNanos(), now + self.activeDownNanos());
  }

  static Step step(Settings self, Yielding state, Event event, long now) {
    return switch (event) {
      case Event.Tick() when now - state.giveUpAtNanos() >= 0 -> nobodyCame(self, state, now);
      case Event.Tick() when now - state.resignAtNanos() >= 0 ->
          Step.to(
              new Yielding(state.leave(), now + self.intervalNanos(), state.giveUpAtNanos()),
              "",
              new Effect.SendAdvertisement(Advertisement.RESIGN));
      case Event.Received(var heard, var from) when takesOver(self, heard, from) ->
          Step.to(
              lingering(self, state.leave(), heard, from, now),
              Sentence.compared(self, heard.priority(), from) + " and yields");
      case Event.Yield(var leave) when leave ->
          Step.stay(new Yielding(true, state.resignAtNanos(), state.giveUpAtNanos()));
      case Event.Overslept(var nanos) -> end(self, state.leave(), null, slept(nanos), now);
      case Event.Failed(var because) -> Election.resign(new State.Fault(), because);
      case Event.Shutdown() -> Election.resign(new State.Initialize(), "shut down");
      case Event.Startup(),
          Event.Yield _,
          Event.Tick(),
          Event.Received _,
          Event.Recovered(),
          Event.Reconfigured() ->
          Step.stay(state);
    };
  }

  static Step step(Settings self, Lingering state, Event event, long now) {
    return switch (event) {
      case Event.Tick() when now - state.releaseAtNanos() >= 0 ->
          end(self, state.leave(), state.successor(), handedOver(state), now);
      case Event.Received(var heard, var from) when takesOver(self, heard, from) ->
          Step.stay(new Lingering(state.leave(), state.releaseAtNanos(), heard(heard, from)));
      case Event.Yield(var leave) when leave ->
          Step.stay(new Lingering(true, state.releaseAtNanos(), state.successor()));
      case Event.Overslept(var nanos) ->
          end(self, state.leave(), state.successor(), slept(nanos), now);
      // No word to the peers: the successor is there, and need not defend itself.
      case Event.Failed(var because) ->
          Step.to(new State.Fault(), because, new Effect.ReleaseAddresses());
      case Event.Shutdown() ->
          Step.to(new State.Initialize(), "shut down", new Effect.ReleaseAddresses());
      case Event.Startup(),
          Event.Yield _,
          Event.Tick(),
          Event.Received _,
          Event.Recovered(),
          Event.Reconfigured() ->
          Step.stay(state);
    };
  }

  private static boolean takesOver(Settings self, Advertisement heard, InetAddress from) {
    return heard.priority() != Advertisement.RESIGN && !from.equals(self.address());
  }

  private static Lingering lingering(
      Settings self, boolean leave, Advertisement heard, InetAddress from, long now) {
    long linger = Math.min(self.intervalNanos(), LINGER_MAX_NANOS);
    return new Lingering(leave, now + linger, heard(heard, from));
  }

  private static Heard heard(Advertisement heard, InetAddress from) {
    return new Heard(from, heard.priority(), heard.intervalNanos());
  }

  private static Step nobodyCame(Settings self, Yielding state, long now) {
    String nobody = "nobody took over in time";
    if (state.leave()) {
      return end(self, true, null, nobody, now);
    }
    return Step.to(
        new State.Active(now + self.intervalNanos(), now, null),
        nobody + ": Active again",
        new Effect.SendAdvertisement(self.priority()));
  }

  private static Step end(
      Settings self, boolean leave, @Nullable Heard successor, String because, long now) {
    State next = leave ? new State.Initialize() : Backup.listening(self, now, successor, true);
    return Step.to(next, because, new Effect.ReleaseAddresses());
  }

  private static String handedOver(Lingering state) {
    Heard successor = state.successor();
    return successor.from().getHostAddress()
        + " has taken over with priority "
        + successor.priority();
  }

  private static String slept(long nanos) {
    return "slept " + Sentence.seconds(nanos) + ": somebody else may be Active";
  }
}
