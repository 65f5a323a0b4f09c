package io.directord.health.path;

import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.kernel.KernelException;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a server as a client of its virtual addresses would. Confined to the loop. */
final class PathProbe implements Probe {
  private static final Logger LOG = LoggerFactory.getLogger(PathProbe.class);

  private final InetSocketAddress server;
  private final PathCheck check;
  private final MtuTrial trial;
  private int turn = PathSockets.random();
  private Optional<String> told = Optional.empty();

  PathProbe(InetSocketAddress server, PathCheck check) {
    this.server = server;
    this.check = check;
    this.trial = new MtuTrial(check.mtu());
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    PathAttempt attempt = new PathAttempt(this, loop, report);
    try {
      attempt.begin(PathSockets.of((IoEventLoop) loop));
    } catch (KernelException refused) {
      report.failure(FailureKind.LOCAL, "not probed: " + refused.getMessage());
    }
    return attempt;
  }

  PathCheck check() {
    return check;
  }

  InetAddress server() {
    return server.getAddress();
  }

  int port() {
    return server.getPort();
  }

  MtuTrial trial() {
    return trial;
  }

  /** Status has the evidence of the last verdict; what a well server has lost stands in the log. */
  void tell(Optional<String> lost) {
    if (!trial.isSettled() || lost.equals(told)) {
      return;
    }
    told = lost;
    if (lost.isPresent()) {
      LOG.warn("event=mtu server={} because=\"{}\"", text(), lost.get());
    } else {
      LOG.info("event=mtu-restored server={}", text());
    }
  }

  private String text() {
    return NetUtil.toAddressString(server());
  }

  int nextTurn() {
    return turn++;
  }

  Journey.Plan plan(PathSockets sockets, InetAddress address) throws IOException {
    Optional<InetAddress> toVirtual =
        check.method() instanceof PathMethod.Masquerade
            ? OwnLinks.sourceTo(address)
            : Optional.empty();
    return new Journeys(
            sockets.ownLinks(),
            server(),
            new HashSet<>(check.addresses()),
            OwnLinks.sourceTo(server()),
            toVirtual)
        .plan(check.method(), address);
  }
}
