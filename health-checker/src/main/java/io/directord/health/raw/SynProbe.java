package io.directord.health.raw;

import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.transport.SocketTrouble;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Sends a SYN, and hears what the server's kernel says. */
final class SynProbe implements Probe {
  /** Then the kernel is asked again from which address it would send. */
  private static final int SOURCE_USES_MAX = 64;

  private final InetSocketAddress address;
  private final Family family;
  private @Nullable SynServer server;
  private int uses;

  SynProbe(InetSocketAddress address) {
    this.address = address;
    this.family = Family.of(address.getAddress());
  }

  @Override
  public int cost() {
    return 1;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    try {
      SynSocket socket = RawSockets.syn((IoEventLoop) loop, family);
      SynAttempt attempt = new SynAttempt(this, socket, server(), report);
      int answer = socket.send(attempt, attempt.server());
      if (answer < 0) {
        // The address that we sent from may be gone.
        unanswered();
        attempt = new SynAttempt(this, socket, server(), report);
        answer = socket.send(attempt, attempt.server());
      }
      if (answer == 0) {
        return attempt;
      }
      unanswered();
      SocketTrouble trouble = SocketTrouble.of(-answer);
      report.failure(trouble.kind(), trouble.what());
    } catch (KernelException refused) {
      report.failure(FailureKind.LOCAL, "not probed: " + refused.getMessage());
    } catch (IOException refused) {
      report(refused, report);
    }
    return new NotSent();
  }

  /** Perhaps our own address is another now: it is looked for anew. */
  void unanswered() {
    server = null;
  }

  private SynServer server() throws IOException {
    if (server == null || uses++ >= SOURCE_USES_MAX) {
      uses = 0;
      server = SynServer.of(address);
    }
    return server;
  }

  /** Java tells the reason in words only. */
  private static void report(IOException refused, Report report) {
    String why = String.valueOf(refused.getMessage());
    if (why.contains("unreachable") || why.contains("No route")) {
      report.failure(FailureKind.UNREACHABLE, "no route to the server");
    } else {
      report.failure(FailureKind.LOCAL, "not probed: " + why);
    }
  }
}
