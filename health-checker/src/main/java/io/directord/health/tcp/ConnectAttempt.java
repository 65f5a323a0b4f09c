package io.directord.health.tcp;

import io.directord.health.Probe;
import io.directord.health.transport.SocketTrouble;
import io.directord.kernel.packet.Connects;
import org.jspecify.annotations.Nullable;

/** One connection on its way. */
final class ConnectAttempt implements Probe.Attempt {
  private final Connects.Peer peer;
  private final Probe.Report report;
  private @Nullable Connector holder;
  private int fd;
  private int sequence;

  ConnectAttempt(Connects.Peer peer, Probe.Report report) {
    this.peer = peer;
    this.report = report;
  }

  Connects.Peer peer() {
    return peer;
  }

  void started(Connector connector, int itsFd, int itsSequence) {
    holder = connector;
    fd = itsFd;
    sequence = itsSequence;
  }

  boolean isNumber(int itsSequence) {
    return sequence == itsSequence;
  }

  /** Zero, or {@code -errno}. */
  void ended(int answer) {
    cancel();
    if (answer == 0) {
      report.success("connected");
    } else {
      failed(SocketTrouble.of(-answer));
    }
  }

  void failed(SocketTrouble found) {
    report.failure(found.kind(), found.what() + (found.isDuringTalk() ? " (connecting)" : ""));
  }

  @Override
  public String stage() {
    return "connecting";
  }

  @Override
  public void cancel() {
    if (holder != null) {
      holder.hangUp(fd);
      holder = null;
    }
  }
}
