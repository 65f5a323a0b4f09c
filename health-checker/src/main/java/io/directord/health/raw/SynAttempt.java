package io.directord.health.raw;

import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.transport.SocketTrouble;

/** One SYN on its way. */
final class SynAttempt implements Probe.Attempt {
  private final SynProbe probe;
  private final SynSocket socket;
  private final SynServer server;
  private final Probe.Report report;
  private int sequence;
  private int port;
  private boolean waiting;

  SynAttempt(SynProbe probe, SynSocket socket, SynServer server, Probe.Report report) {
    this.probe = probe;
    this.socket = socket;
    this.server = server;
    this.report = report;
  }

  SynServer server() {
    return server;
  }

  void sent(int itsSequence, int itsPort) {
    sequence = itsSequence;
    port = itsPort;
    waiting = true;
  }

  /** It was not sent after all, and its slot is another's. */
  void forget() {
    waiting = false;
  }

  boolean isAnsweredBy(int acknowledged, int toPort) {
    return waiting && sequence == acknowledged && port == toPort;
  }

  void answered(boolean refused) {
    end();
    if (refused) {
      report.failure(FailureKind.REFUSED, "connection refused");
    } else {
      report.success("SYN answered");
    }
  }

  void undelivered(SocketTrouble trouble) {
    end();
    report.failure(trouble.kind(), trouble.what());
  }

  @Override
  public String stage() {
    return "waiting for an answer to SYN";
  }

  @Override
  public void cancel() {
    if (waiting) {
      probe.unanswered();
    }
    end();
  }

  private void end() {
    if (waiting) {
      waiting = false;
      socket.forget(sequence);
    }
  }
}
