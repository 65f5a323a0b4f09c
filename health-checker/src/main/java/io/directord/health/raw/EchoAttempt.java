package io.directord.health.raw;

import io.directord.health.Probe;
import io.directord.health.transport.SocketTrouble;
import io.directord.kernel.packet.RawSocket;

/** One echo request on its way. */
final class EchoAttempt implements Probe.Attempt {
  private final EchoSocket socket;
  private final RawSocket.Peer peer;
  private final int dataBytes;
  private final Probe.Report report;
  private int slot;
  private long cookie;
  private boolean waiting;

  EchoAttempt(EchoSocket socket, RawSocket.Peer peer, int dataBytes, Probe.Report report) {
    this.socket = socket;
    this.peer = peer;
    this.dataBytes = dataBytes;
    this.report = report;
  }

  RawSocket.Peer peer() {
    return peer;
  }

  void sent(int itsSlot, long itsCookie) {
    slot = itsSlot;
    cookie = itsCookie;
    waiting = true;
  }

  boolean isAnsweredBy(long itsCookie, int itsDataBytes) {
    return isOf(itsCookie) && dataBytes == itsDataBytes;
  }

  boolean isOf(long itsCookie) {
    return waiting && cookie == itsCookie;
  }

  void answered() {
    cancel();
    report.success("echo answered");
  }

  void undelivered(SocketTrouble trouble) {
    cancel();
    report.failure(trouble.kind(), trouble.what());
  }

  @Override
  public String stage() {
    return "waiting for the echo";
  }

  @Override
  public void cancel() {
    if (waiting) {
      waiting = false;
      socket.forget(slot);
    }
  }
}
