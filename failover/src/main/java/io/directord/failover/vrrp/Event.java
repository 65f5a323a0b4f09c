package io.directord.failover.vrrp;

import java.net.InetAddress;

/** What happens to a virtual router. What makes no sense in its state changes nothing. Pure. */
public sealed interface Event {
  record Startup() implements Event {}

  /** Give up at once: resign, release. */
  record Shutdown() implements Event {}

  /**
   * Hand over without a hole: resign, and keep answering until somebody else is heard to be Active,
   * at most for the down interval. All members of a group do.
   *
   * @param leave afterwards take no part (Initialize), else stand back as Backup: do not preempt
   *     before having been Active again, or in Fault, or started anew; new settings do not end it
   */
  record Yield(boolean leave) implements Event {}

  /** Time has moved. Early or repeated ticks change nothing. */
  record Tick() implements Event {}

  record Received(Advertisement advertisement, InetAddress from) implements Event {}

  /** Something that must work does not. Given before Startup, the router begins in Fault. */
  record Failed(String because) implements Event {}

  /** Everything that must work does: out of Fault as after Startup, without its delay. */
  record Recovered() implements Event {}

  /**
   * The settings of this step differ from those of the step before. An Active router advertises at
   * once: Backups count with the interval that they heard last.
   */
  record Reconfigured() implements Event {}

  /**
   * This thread slept past its own down interval: others must have taken over, so step down without
   * a word and listen. {@link Settings#activeDownNanos()} is that interval.
   */
  record Overslept(long nanos) implements Event {}
}
