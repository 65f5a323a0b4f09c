package io.directord.director.command;

import com.typesafe.config.Config;
import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.Startup;
import io.directord.director.admin.ControlClient;
import io.directord.director.config.ConfigReader;
import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.doctor.Doctor;
import io.directord.director.doctor.Finding;
import io.directord.director.doctor.Finding.Level;
import io.directord.director.doctor.Observed;
import io.directord.director.doctor.Observer;
import io.directord.director.json.Json;
import io.directord.failover.filter.HostPrograms;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.NetlinkLinks;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code directord doctor}: what is wrong with this node. */
@Command(
    name = "doctor",
    description =
        "Looks at this node as far as FILE is concerned: modules, rights, sysctls, interfaces,"
            + " addresses, clock, packet filters, the running director. Changes nothing. A line a"
            + " finding: ok, warn or FAIL, what, why, and the fix. Exit code 0 all is well,"
            + " 1 something fails or FILE is invalid, 2 FILE is unreadable, 3 warnings only.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file. Default: ${DEFAULT-VALUE}",
      defaultValue = "/etc/directord/directord.conf")
  private Path file;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  DoctorCommand() {}

  @Override
  public Integer call() throws StartFailure {
    PrintWriter err = spec.commandLine().getErr();
    return switch (ConfigReader.read(file)) {
      case ConfigResult.Valid(var config, _) -> {
        List<Finding> findings = Doctor.examine(look(config));
        print(findings);
        yield switch (Doctor.worst(findings)) {
          case OK -> ExitCode.OK;
          case WARN -> ExitCode.WARNINGS;
          case FAIL -> ExitCode.FAILS;
        };
      }
      case ConfigResult.Invalid invalid -> Complaints.print(invalid, err);
      case ConfigResult.Unreadable unreadable -> Complaints.print(unreadable, err);
    };
  }

  private Observed look(DirectorConfig config) throws StartFailure {
    var loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try (Links links = NetlinkLinks.open(loops.next())) {
      return new Observer(Path.of("/"), new HostPrograms())
          .look(
              config,
              file.toAbsolutePath(),
              links.links().toCompletableFuture().join(),
              links.addresses().toCompletableFuture().join(),
              ask(config));
    } catch (KernelException refused) {
      throw Startup.failure(refused);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new StartFailure(ExitCode.UNAVAILABLE, "interrupted");
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private static Observed.Daemon ask(DirectorConfig config) {
    try (ControlClient client = new ControlClient(config.control().socket())) {
      ControlClient.Reply reply = client.get("/api/v1/status");
      Optional<Config> status = reply.ok() ? Json.read(reply.body()) : Optional.empty();
      return new Observed.Daemon(
          status, "the director answers with " + reply.status(), Version.text());
    } catch (IOException nobody) {
      return new Observed.Daemon(
          Optional.empty(), String.valueOf(nobody.getMessage()), Version.text());
    }
  }

  private void print(List<Finding> findings) {
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      findings.forEach(each -> out.println(each.text()));
      return;
    }
    out.println(
        Json.write(
            Json.object(
                "worst", Doctor.worst(findings).text(),
                "warnings", count(findings, Level.WARN),
                "failures", count(findings, Level.FAIL),
                "findings", findings.stream().map(DoctorCommand::object).toList())));
  }

  private static long count(List<Finding> findings, Level level) {
    return findings.stream().filter(each -> each.level() == level).count();
  }

  private static Map<String, Object> object(Finding finding) {
    Map<String, Object> object =
        Json.object("level", finding.level().text(), "what", finding.what(), "why", finding.why());
    finding.fix().ifPresent(fix -> object.put("fix", fix));
    return object;
  }
}
