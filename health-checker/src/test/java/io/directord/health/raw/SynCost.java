package io.directord.health.raw;

import io.directord.health.Advice;
import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.HealthChecker;
import io.directord.health.Probe;
import io.directord.health.Program;
import io.directord.health.tcp.TcpCheck;
import io.directord.health.transport.ProbeKinds;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Measures what a check costs, of type tcp and of type syn, against a server on loopback: {@code
 * java -cp … io.directord.health.raw.SynCost 50000}. Not a test: it prints processor time, of this
 * process and of the server's.
 */
final class SynCost {
  private static final int IN_FLIGHT = 64;
  private static final int ROUNDS = 5;
  private static final String SERVER =
      """
      import socket, sys
      s = socket.socket()
      s.bind(("127.0.0.1", int(sys.argv[1])))
      s.listen(4096)
      while True:
          try:
              s.accept()[0].close()
          except OSError:
              pass
      """;

  private SynCost() {}

  public static void main(String[] arguments) throws IOException {
    int checks = Integer.parseInt(arguments[0]);
    Path directory = Files.createTempDirectory("syn-cost");
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Program.freePort());
    EventLoopGroup loops = HealthChecker.newLoops(1);
    Path script = Files.writeString(directory.resolve("server.py"), SERVER);
    try (Program server =
        Program.start(
            directory,
            "/usr/bin/python3",
            script.toString(),
            Integer.toString(address.getPort()))) {
      server.awaitTcp(address);
      for (int round = 1; round <= ROUNDS; round++) {
        print(round, loops.next(), address, new TcpCheck(), checks);
        print(round, loops.next(), address, new SynCheck(), checks);
      }
    }
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static void print(
      int round, EventLoop loop, InetSocketAddress address, Check.Probed check, int checks) {
    long[] before = {cpuMillis(ProcessHandle.current()), cpuMillis(server())};
    long failed = new Run(loop, address, check, checks).await();
    long own = cpuMillis(ProcessHandle.current()) - before[0];
    long servers = cpuMillis(server()) - before[1];
    System.out.println(
        round
            + " "
            + check.type()
            + ": "
            + 1000.0 * own / checks
            + " us a check here, "
            + 1000.0 * servers / checks
            + " us in the server, failed "
            + failed);
  }

  private static ProcessHandle server() {
    return ProcessHandle.current().children().findFirst().orElseThrow();
  }

  private static long cpuMillis(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow().toMillis();
  }

  /** So many checks, a few at a time; confined to the loop. */
  private static final class Run {
    private final CompletableFuture<Long> ended = new CompletableFuture<>();
    private final EventLoop loop;
    private final Probe probe;
    private int toStart;
    private int toEnd;
    private long failed;

    Run(EventLoop loop, InetSocketAddress address, Check.Probed check, int checks) {
      this.loop = loop;
      this.probe = new ProbeKinds().probe(Endpoint.plain(address), check);
      this.toStart = checks;
      this.toEnd = checks;
    }

    long await() {
      for (int n = 0; n < IN_FLIGHT; n++) {
        loop.execute(this::next);
      }
      return ended.join();
    }

    private void next() {
      if (toStart-- > 0) {
        probe.start(loop, new Ending());
      }
    }

    private void end() {
      if (--toEnd == 0) {
        ended.complete(failed);
      }
      loop.execute(this::next);
    }

    private final class Ending implements Probe.Report {
      @Override
      public void success(String what, Advice advice) {
        end();
      }

      @Override
      public void failure(FailureKind kind, String evidence) {
        failed++;
        end();
      }

      @Override
      public void bug(Throwable cause) {
        ended.completeExceptionally(cause);
      }
    }
  }
}
