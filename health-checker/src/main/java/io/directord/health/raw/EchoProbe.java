package io.directord.health.raw;

import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.transport.SocketTrouble;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.packet.RawSocket;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.util.Optional;

/** Sends an echo request, and hears whether it comes back. */
final class EchoProbe implements Probe {
  private final Family family;
  private final RawSocket.Peer peer;
  private final int dataBytes;

  EchoProbe(InetAddress address, IcmpCheck check) {
    this.family = Family.of(address);
    this.peer = RawSocket.peer(address, Optional.empty());
    this.dataBytes = check.size();
  }

  @Override
  public int cost() {
    return 1;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    try {
      EchoSocket socket = RawSockets.echo((IoEventLoop) loop, family);
      EchoAttempt attempt = new EchoAttempt(socket, peer, dataBytes, report);
      int answer = socket.send(attempt, dataBytes);
      if (answer < 0) {
        SocketTrouble trouble = SocketTrouble.of(-answer);
        report.failure(trouble.kind(), trouble.what());
      }
      return attempt;
    } catch (KernelException refused) {
      report.failure(FailureKind.LOCAL, "not probed: " + refused.getMessage());
      return new NotSent();
    }
  }
}
