package io.directord.director.command;

import io.directord.director.ExitCode;
import io.directord.director.MaintenanceFiles;
import io.directord.director.StartFailure;
import io.directord.director.Startup;
import io.directord.director.admin.OverrideFile;
import io.directord.director.admin.StatusJson;
import io.directord.director.config.ConfigReader;
import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.json.Json;
import io.directord.director.reconcile.Expiry;
import io.directord.director.reconcile.Inputs;
import io.directord.director.reconcile.KernelReading;
import io.directord.director.reconcile.Maintenance;
import io.directord.director.reconcile.Observation;
import io.directord.director.reconcile.OperatorOverride;
import io.directord.director.reconcile.OwnedServices;
import io.directord.director.reconcile.Plan;
import io.directord.director.reconcile.Planning;
import io.directord.kernel.KernelException;
import io.directord.kernel.ipvs.Ipvs;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.NetlinkIpvs;
import io.directord.kernel.ipvs.ServiceKey;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directord plan}: what applying a configuration would change in the live kernel. */
@Command(
    name = "plan",
    description =
        "Shows what applying FILE would change in the kernel, as ipvsadm commands in their order."
            + " Changes nothing. Exit code 0 nothing to do, 3 changes pending.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class PlanCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Default: ${DEFAULT-VALUE}",
      defaultValue = "/etc/directord/directord.conf")
  private Path file;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "The daemon's state folder. Default: $$STATE_DIRECTORY, else /var/lib/directord",
      defaultValue = "${env:STATE_DIRECTORY:-/var/lib/directord}")
  private Path state;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  PlanCommand() {}

  @Override
  public Integer call() throws StartFailure {
    PrintWriter err = spec.commandLine().getErr();
    DirectorConfig config;
    switch (ConfigReader.read(file)) {
      case ConfigResult.Valid(var read, var warnings) -> {
        warnings.forEach(warning -> err.println("warning: " + warning));
        config = read;
      }
      case ConfigResult.Invalid invalid -> {
        return Complaints.print(invalid, err);
      }
      case ConfigResult.Unreadable unreadable -> {
        return Complaints.print(unreadable, err);
      }
    }
    Plan plan = plan(config, err);
    print(plan);
    return plan.changes().isEmpty() && plan.later().isEmpty() ? ExitCode.OK : ExitCode.PENDING;
  }

  private Plan plan(DirectorConfig config, PrintWriter err) throws StartFailure {
    Optional<DaemonHealth> daemon = DaemonHealth.ask(config);
    if (daemon.isEmpty()) {
      err.println(
          "note: no running director at "
              + config.control().socket()
              + ": servers without a verdict are taken to be up");
    }
    DaemonHealth health = daemon.orElseGet(() -> new DaemonHealth(Map.of()));
    Map<String, OperatorOverride> orders =
        Maintenance.merge(
            config,
            Expiry.standing(OverrideFile.read(state), InstantSource.system().instant()),
            MaintenanceFiles.read(config));
    Inputs inputs = new Inputs(config, health, orders, config.routers().isEmpty());
    return Planning.plan(inputs, observe(config), owned());
  }

  private Set<ServiceKey> owned() {
    try {
      return new OwnedServices(state).read();
    } catch (IOException unreadable) {
      return Set.of();
    }
  }

  private static Observation observe(DirectorConfig config) throws StartFailure {
    var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try (Ipvs ipvs = NetlinkIpvs.open(loop.next())) {
      return KernelReading.read(ipvs, config.ipvs()).toCompletableFuture().join();
    } catch (KernelException refused) {
      throw Startup.failure(refused);
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof KernelException refused) {
        throw Startup.failure(refused);
      }
      throw failed;
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private void print(Plan plan) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.write(
              Json.object(
                  "changes", StatusJson.changes(plan, Integer.MAX_VALUE), "later", plan.later())));
      return;
    }
    for (IpvsChange change : plan.changes()) {
      out.println(change.ipvsadm() + "   # " + plan.reasons().because(change));
    }
    plan.later().forEach(each -> out.println("later: " + each));
    if (plan.changes().isEmpty() && plan.later().isEmpty()) {
      out.println("nothing to do: the kernel holds what the configuration asks for");
    }
  }
}
