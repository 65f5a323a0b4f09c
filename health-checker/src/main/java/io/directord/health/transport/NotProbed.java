package io.directord.health.transport;

import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.netty.channel.EventLoop;

/**
 * Asks nobody: something of ours is missing, which says nothing about the server.
 *
 * @param why one sentence
 */
record NotProbed(String why) implements Probe {
  private static final Attempt OVER =
      new Attempt() {
        @Override
        public String stage() {
          return "not probed";
        }

        @Override
        public void cancel() {}
      };

  @Override
  public Attempt start(EventLoop loop, Report report) {
    report.failure(FailureKind.LOCAL, why);
    return OVER;
  }
}
