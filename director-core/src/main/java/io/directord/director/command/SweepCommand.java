package io.directord.director.command;

import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.Startup;
import io.directord.director.admin.ControlClient;
import io.directord.director.config.ConfigReader;
import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.host.HostKeeper;
import io.directord.director.pair.LeftBehind;
import io.directord.failover.Sweep;
import io.directord.failover.filter.PacketFilter;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.NetlinkLinks;
import io.directord.kernel.link.NetlinkNetwork;
import io.directord.kernel.link.Network;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directord sweep}: after a director that ended without handing over. */
@Command(
    name = "sweep",
    description =
        "Removes the addresses, routes, rules and interfaces of FILE's virtual routers that a"
            + " director left behind, its rules of the packet filter and its sysctls, and prints"
            + " what it removed; for ExecStopPost=. Without virtual routers marks, masquerading and"
            + " sysctls stay. Does nothing while a director runs. Exit code 0 swept, 1 a director"
            + " runs, or FILE is invalid.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class SweepCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Default: ${DEFAULT-VALUE}",
      defaultValue = "/etc/directord/directord.conf")
  private Path file;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "The daemon's state folder. Default: $$STATE_DIRECTORY, else /var/lib/directord",
      defaultValue = "${env:STATE_DIRECTORY:-/var/lib/directord}")
  private Path state;

  @Option(
      names = "--all",
      description =
          "Marks, masquerading and sysctls of a director without virtual routers, too: the host is"
              + " to balance no more")
  private boolean all;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  SweepCommand() {}

  @Override
  public Integer call() throws StartFailure {
    PrintWriter err = spec.commandLine().getErr();
    return switch (ConfigReader.read(file)) {
      case ConfigResult.Valid(var config, _) -> sweep(config);
      case ConfigResult.Invalid invalid -> Complaints.print(invalid, err);
      case ConfigResult.Unreadable unreadable -> Complaints.print(unreadable, err);
    };
  }

  private int sweep(DirectorConfig config) throws StartFailure {
    requireNobody(config.control().socket());
    Sweep.Swept swept = print(run(LeftBehind.of(config)));
    if (swept.refused().isEmpty()) {
      swept = print(acceptRules());
    }
    if (swept.refused().isEmpty()) {
      swept = host(config);
    }
    if (swept.refused().isEmpty()) {
      return ExitCode.OK;
    }
    return swept.refused().stream().anyMatch(each -> each.contains("not permitted"))
        ? ExitCode.PERMISSION
        : ExitCode.UNAVAILABLE;
  }

  private Sweep.Swept print(Sweep.Swept swept) {
    swept.removed().forEach(spec.commandLine().getOut()::println);
    swept.refused().forEach(each -> spec.commandLine().getErr().println("directord: " + each));
    return swept;
  }

  /** They are of no use without the addresses. */
  private static Sweep.Swept acceptRules() {
    try {
      return Sweep.acceptRules();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return new Sweep.Swept(List.of(), List.of("interrupted before the packet filter was swept"));
    }
  }

  /** Rules that mark and masquerade, and sysctls as they were. */
  private Sweep.Swept host(DirectorConfig config) {
    if (HostKeeper.balancesWhenStopped(config) && !all) {
      spec.commandLine()
          .getOut()
          .println(
              "# marks, masquerading and sysctls stay: without virtual routers this host goes on"
                  + " balancing; --all removes them");
      return new Sweep.Swept(List.of(), List.of());
    }
    try {
      PacketFilter.Removed removed = HostKeeper.sweep(state);
      return print(new Sweep.Swept(removed.removed(), removed.refused()));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return print(new Sweep.Swept(List.of(), List.of("interrupted before the host was swept")));
    }
  }

  /** Who does not answer in time runs, too. */
  private static void requireNobody(Path socket) throws StartFailure {
    if (!Files.exists(socket)) {
      return;
    }
    try (ControlClient client = new ControlClient(socket)) {
      client.get("/healthz");
    } catch (IOException trouble) {
      if (trouble.getCause() instanceof ConnectException && Files.isWritable(socket)) {
        return;
      }
      throw new StartFailure(
          Files.isWritable(socket) ? ExitCode.BUSY : ExitCode.PERMISSION,
          String.valueOf(trouble.getMessage()) + "; nothing was removed");
    }
    throw new StartFailure(
        ExitCode.BUSY,
        "a director runs: it answers at " + socket + "; stop it first, nothing was removed");
  }

  private static Sweep.Swept run(Sweep.Belongings belongings) throws StartFailure {
    var loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    IoEventLoop loop = loops.next();
    try (Links links = NetlinkLinks.open(loop);
        Network network = NetlinkNetwork.open(loop)) {
      return Sweep.run(links, network, belongings).toCompletableFuture().join();
    } catch (KernelException refused) {
      throw Startup.failure(refused);
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof KernelException refused) {
        throw Startup.failure(refused);
      }
      throw failed;
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
