package io.directord.failover.vrrp;

import java.net.InetAddress;

/** Puts into words why something happened. Pure. */
final class Sentence {
  private Sentence() {}

  /** Without a Formatter, whose first use takes 10 ms: this is said in the midst of a takeover. */
  static String seconds(long nanos) {
    long millis = Math.round(nanos / 1e6);
    long rest = Math.floorMod(millis, 1_000L);
    String zeros = rest < 10 ? "00" : rest < 100 ? "0" : "";
    return Math.floorDiv(millis, 1_000L) + "." + zeros + rest + " s";
  }

  /** "192.0.2.3 advertises priority 200, ours is 150". */
  static String compared(Settings self, int priority, InetAddress from) {
    String ours =
        priority == self.priority()
            ? "as we do from " + self.address().getHostAddress()
            : "ours is " + self.priority();
    return from.getHostAddress() + " advertises priority " + priority + ", " + ours;
  }

  /** Why a Backup takes over. */
  static String silence(Settings self, State.Backup state, long nowNanos) {
    State.Heard active = state.active();
    String silent = seconds(nowNanos - state.startedAtNanos());
    if (active == null) {
      return "nobody with priority " + self.priority() + " or more advertised for " + silent;
    }
    String peer = active.from().getHostAddress();
    Long preemptAt = state.preemptAtNanos();
    if (preemptAt != null && nowNanos - preemptAt >= 0) {
      return peer
          + " was borne with priority "
          + active.priority()
          + ", ours is "
          + self.priority();
    }
    return active.resigned()
        ? peer + " resigned, and nobody else advertised for " + silent
        : peer + ", with priority " + active.priority() + ", was not heard for " + silent;
  }
}
