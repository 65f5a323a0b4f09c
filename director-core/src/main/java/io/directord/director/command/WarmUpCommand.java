package io.directord.director.command;

import io.directord.director.Daemon;
import io.directord.director.Shadow;
import io.directord.director.StartFailure;
import io.directord.director.admin.ControlClient;
import io.directord.director.json.Json;
import io.directord.director.systemd.ServiceManager;
import io.directord.kernel.ipvs.NetlinkIpvs;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code directord warm-up}: lives through a director's first seconds, so that the start-up cache,
 * which the build makes from this run, knows the classes.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Used by the build to make the start-up cache.")
final class WarmUpCommand implements Callable<Integer> {
  private static final long SECONDS_MAX = 60;
  private static final String CONFIG =
      """
      director {
        node = warm-up
        virtual-routers { public { interface = lo, vrid = 1, addresses = ["192.0.2.10/24"] } }
        virtual-services { web {
          address = "192.0.2.10:80", scheduler = wlc, forwarding = direct
          check = { type = http, path = "/healthz", interval = 1s, timeout = 500ms }
          real-servers = [
            { name = one, address = 127.0.0.1, weight = 1 }
            { name = two, address = 127.0.0.2, check = { type = tcp, port = 9 } }
            { address = 192.0.2.3, check = on }
          ]
        } }
        control { socket = "@/control.sock" }
        http { listen = "127.0.0.1:@PORT" }
      }
      """;

  /** A comment so long that the file is read in parts, as those with many services are. */
  private static final String LARGE_FILES_ALSO = "# " + "-".repeat(64 * 1024);

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  WarmUpCommand() {}

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("directord-warm-up");
    Path config = folder.resolve("directord.conf");
    Files.writeString(
        config,
        CONFIG.replace("@PORT", freePort()).replace("@", folder.toString()) + LARGE_FILES_ALSO);
    RunLine line =
        RunLine.read(
                new String[] {"run", "--shadow", "--config=" + config, "--state", folder + "/"},
                System.getenv())
            .orElseGet(() -> RunLine.of(config, folder, Shadow.ALL, false));
    Daemon daemon =
        new Daemon(line.options(), ServiceManager.none(), Version.text(), InstantSource.system());
    RunCommand.hear(daemon);
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    Thread.ofPlatform().name("warm-up").daemon().start(() -> ended.complete(run(daemon)));
    visit(folder.resolve("control.sock"), daemon, ended);
    new CommandLine(new CheckCommand())
        .setOut(new PrintWriter(PrintWriter.nullWriter()))
        .execute(config.toString());
    program();
    int code = ended.get(SECONDS_MAX, TimeUnit.SECONDS);
    Files.deleteIfExists(config);
    Files.deleteIfExists(folder);
    return code;
  }

  /** What a director comes to only where there is IPVS: programming it. */
  private static void program() throws Exception {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      NetlinkIpvs.rehearse((IoEventLoop) loop.next())
          .toCompletableFuture()
          .get(SECONDS_MAX, TimeUnit.SECONDS);
    } finally {
      loop.shutdownGracefully();
    }
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  private int run(Daemon daemon) {
    try {
      return daemon.run();
    } catch (StartFailure failure) {
      spec.commandLine().getErr().println("directord: " + failure.getMessage());
      return failure.exitCode();
    }
  }

  /** Asks what operators ask, as soon as the director answers. */
  private static void visit(Path socket, Daemon daemon, CompletableFuture<Integer> ended)
      throws InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (deadline - System.nanoTime() > 0 && !ended.isDone()) {
      try (ControlClient client = new ControlClient(socket)) {
        if (client.get("/readyz").ok()) {
          Tables.status(
              Json.read(client.get("/api/v1/status").body()).orElseThrow(), Terminal.look());
          client.get("/metrics");
          client.post("/api/v1/reload", "{}");
          break;
        }
      } catch (IOException notYet) {
        // it is still starting
      }
      try {
        ended.get(50, TimeUnit.MILLISECONDS);
      } catch (TimeoutException again) {
        // look again
      }
    }
    daemon.stop();
  }
}
