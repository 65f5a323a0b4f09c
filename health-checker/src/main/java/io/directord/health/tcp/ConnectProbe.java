package io.directord.health.tcp;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.Route;
import io.directord.health.transport.SocketTrouble;
import io.directord.kernel.KernelException;
import io.directord.kernel.packet.Connects;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import java.net.InetSocketAddress;

/**
 * Connects and hangs up with a reset. The commonest check of all: it does without a channel, which
 * would cost more than what the kernel does.
 */
final class ConnectProbe implements Probe {
  private final Connects.Peer peer;

  ConnectProbe(InetSocketAddress address) {
    this.peer = Connects.Peer.of(address);
  }

  /** Whether to connect is all, and the kernel's own choice of way will do. */
  static boolean suffices(Endpoint endpoint) {
    return endpoint.tls().isEmpty()
        && endpoint.proxy() == Endpoint.ProxyHeader.NONE
        && endpoint.route().equals(Route.ANY);
  }

  @Override
  public int cost() {
    return 1;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    ConnectAttempt attempt = new ConnectAttempt(peer, report);
    try {
      int answer = Connector.of((IoEventLoop) loop).start(attempt);
      if (answer < 0) {
        attempt.failed(SocketTrouble.of(-answer));
      }
    } catch (KernelException refused) {
      report.failure(FailureKind.LOCAL, "not probed: " + refused.getMessage());
    }
    return attempt;
  }
}
