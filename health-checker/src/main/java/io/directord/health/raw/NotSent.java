package io.directord.health.raw;

import io.directord.health.Probe;

/** An attempt that ended when it began. */
record NotSent() implements Probe.Attempt {
  @Override
  public String stage() {
    return "not sent";
  }

  @Override
  public void cancel() {
    // Nothing is held.
  }
}
