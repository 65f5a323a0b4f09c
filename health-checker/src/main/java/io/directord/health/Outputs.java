package io.directord.health;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a checker's findings go; shared by its probe loops. */
final class Outputs {
  static final long TROUBLE_LOG_EVERY_NANOS = 60_000_000_000L;

  private static final Logger log = LoggerFactory.getLogger(HealthChecker.class);

  private final VerdictListener listener;
  private final Consumer<Throwable> onBug;
  private long troubles;
  private long troubleLoggedNanos;

  Outputs(VerdictListener listener, Consumer<Throwable> onBug) {
    this.listener = listener;
    this.onBug = onBug;
  }

  /** A listener's mistake is a bug like any other: it must not cost other targets their probes. */
  void verdict(Tracked tracked, Verdict verdict) {
    log.debug(
        "target={} check={} verdict={} because=\"{}\"",
        verdict.target().address(),
        verdict.target().check().type(),
        verdict.up() ? "up" : "down",
        verdict.because());
    try {
      tracked.tell(listener, verdict);
    } catch (Throwable bug) {
      bug(bug);
    }
  }

  void bug(Throwable bug) {
    try {
      onBug.accept(bug);
    } catch (Throwable second) {
      second.addSuppressed(bug);
      log.error("the receiver of bugs failed", second);
    }
  }

  /** Trouble of ours hits all targets alike: the first says it all, a minute long. */
  synchronized void trouble(Target target, String because, long nowNanos) {
    troubles++;
    if (troubles == 1 || nowNanos - troubleLoggedNanos >= TROUBLE_LOG_EVERY_NANOS) {
      troubleLoggedNanos = nowNanos;
      log.warn(
          "verdict=kept target={} because=\"{}\" troubles={}", target.address(), because, troubles);
    }
  }
}
