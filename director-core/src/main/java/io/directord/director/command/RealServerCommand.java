package io.directord.director.command;

import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.config.ConfigReader;
import io.directord.director.config.ConfigResult;
import io.directord.director.json.Json;
import io.directord.director.realserver.ConfiguredRequest;
import io.directord.director.realserver.LinuxHost;
import io.directord.director.realserver.Preparation.Item;
import io.directord.director.realserver.RealServerHost;
import io.directord.director.realserver.ScriptText;
import io.directord.director.realserver.Step;
import io.directord.failover.filter.HostPrograms;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directord real-server}: prepares the host it runs on, and undoes that. */
@Command(
    name = "real-server",
    description = {
      "Prepares this host to be a real server, as root and without a daemon.",
      "apply makes the host what this command line says: it makes what is not in place, and undoes"
          + " what an earlier apply made and this one does not name. remove undoes all of it, and"
          + " needs no options. status looks; without options at what was applied."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    footer = {
      "",
      "Examples:",
      "  directord real-server apply --arp sysctl --vip 192.0.2.10 2001:db8::10 --persist",
      "  directord real-server apply --redirect nft --vip 192.0.2.10:80/tcp 192.0.2.10:443/tcp",
      "  directord real-server apply --tunnel gue --port 6080 --vip 192.0.2.10",
      "  directord real-server apply --gateway 10.11.12.10",
      "  directord real-server apply --config directord.conf --real-server web1",
      "  directord real-server apply --arp sysctl --vip 192.0.2.10 --print sh > real-server.sh",
      "  directord real-server status; directord real-server remove",
      "",
      "Exit codes: 0 done, or all in place; 3 something is not in place, or was left alone because",
      "somebody else changed it; 1, 2 FILE is invalid, unreadable; 64 bad usage; 69 something is",
      "missing on this host, or was refused; 77 not root."
    })
final class RealServerCommand implements Callable<Integer> {
  /** Programs such as {@code firewall-cmd} and {@code modprobe} take their time. */
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** What to do. */
  enum Verb {
    APPLY,
    REMOVE,
    STATUS
  }

  /** What to print in place of doing it. */
  enum Form {
    COMMANDS,
    SH
  }

  @Parameters(paramLabel = "apply|remove|status", description = "What to do.")
  private Verb verb;

  @Mixin private RealServerOptions options;

  @Option(
      names = "--print",
      arity = "0..1",
      fallbackValue = "commands",
      paramLabel = "sh",
      description =
          "Prints the commands and changes nothing. --print sh: a script for hosts without"
              + " directord, whose argument is apply, remove or status.")
  private @Nullable Form print;

  @Option(names = "--json", description = "status: prints one JSON object.")
  private boolean json;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Where it is written down what was done. Default: ${DEFAULT-VALUE}",
      defaultValue = "/var/lib/directord")
  private Path state;

  @Option(names = "--root", hidden = true, defaultValue = "/", description = "For tests.")
  private Path root;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  RealServerCommand() {}

  @Override
  public Integer call() throws StartFailure {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    RealServerHost host =
        new RealServerHost(
            new LinuxHost(new HostPrograms(DEADLINE), state, root),
            out::println,
            line -> err.println("directord: " + line));
    refuseIdle();
    if (options.config != null) {
      return switch (ConfigReader.read(options.config)) {
        case ConfigResult.Valid valid -> run(host, Optional.of(valid));
        case ConfigResult.Invalid invalid -> Complaints.print(invalid, err);
        case ConfigResult.Unreadable unreadable -> Complaints.print(unreadable, err);
      };
    }
    return run(host, Optional.empty());
  }

  private void refuseIdle() throws StartFailure {
    if (json && (verb != Verb.STATUS || print != null)) {
      throw usage("--json is for status");
    }
    if (verb == Verb.APPLY && !options.given()) {
      throw usage("say what is wanted: --arp, --redirect, --tunnel, --gateway or --config");
    }
    if (verb == Verb.REMOVE && options.given() && print != Form.SH) {
      throw usage("remove undoes all that was applied, and takes no options of it");
    }
    if (options.persist && (verb == Verb.REMOVE || print != null)) {
      throw usage("--persist is for apply and status");
    }
  }

  private static StartFailure usage(String because) {
    return new StartFailure(ExitCode.USAGE, because);
  }

  private int run(RealServerHost host, Optional<ConfigResult.Valid> file) throws StartFailure {
    List<Step> steps = options.given() ? plan(host, file) : host.applied();
    if (print != null) {
      return print(host, steps, print);
    }
    return switch (verb) {
      case APPLY -> host.apply(steps, options.persist);
      case REMOVE -> host.remove();
      case STATUS -> status(host.status(steps, options.persist));
    };
  }

  /** A script may run elsewhere: it takes nothing from this host. */
  private List<Step> plan(RealServerHost host, Optional<ConfigResult.Valid> file)
      throws StartFailure {
    boolean here = print != Form.SH;
    try {
      Optional<ConfiguredRequest> configured = Optional.empty();
      if (file.isPresent()) {
        var choice =
            new ConfiguredRequest.Choice(
                options.service(), options.server(), here ? host.addresses() : Set.of());
        configured = Optional.of(ConfiguredRequest.of(file.get().config(), choice));
      }
      return host.plan(options.request(configured), here);
    } catch (IllegalArgumentException wrong) {
      throw usage(String.valueOf(wrong.getMessage()));
    }
  }

  private int print(RealServerHost host, List<Step> steps, Form form) throws StartFailure {
    PrintWriter out = spec.commandLine().getOut();
    switch (form) {
      case SH -> out.print(ScriptText.script(steps));
      case COMMANDS -> {
        switch (verb) {
          case APPLY -> ScriptText.making(steps).forEach(out::println);
          case REMOVE -> host.undoing().forEach(out::println);
          case STATUS -> ScriptText.looking(steps).forEach(out::println);
        }
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private int status(List<Item> items) {
    PrintWriter out = spec.commandLine().getOut();
    boolean inPlace = !items.isEmpty() && items.stream().allMatch(Item::inPlace);
    if (json) {
      List<Object> all = List.copyOf(items.stream().map(RealServerCommand::object).toList());
      out.println(Json.write(Json.object("inPlace", inPlace, "items", all)));
    } else if (items.isEmpty()) {
      out.println("nothing was applied");
    } else {
      items.forEach(out::println);
    }
    return inPlace ? ExitCode.OK : ExitCode.PENDING;
  }

  private static Object object(Item item) {
    return item.now().isEmpty()
        ? Json.object("step", item.step(), "state", item.state())
        : Json.object("step", item.step(), "state", item.state(), "now", item.now());
  }
}
