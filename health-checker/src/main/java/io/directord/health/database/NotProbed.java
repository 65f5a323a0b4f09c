package io.directord.health.database;

import io.directord.health.FailureKind;
import io.directord.health.Probe;

/** An attempt that is over before anybody is asked. */
public final class NotProbed implements Probe.Attempt {
  private static final NotProbed OVER = new NotProbed();

  private NotProbed() {}

  public static Probe.Attempt because(Probe.Report report, String why) {
    report.failure(FailureKind.LOCAL, why);
    return OVER;
  }

  @Override
  public String stage() {
    return "not probed";
  }

  @Override
  public void cancel() {}
}
