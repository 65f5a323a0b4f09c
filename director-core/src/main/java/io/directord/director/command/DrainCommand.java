package io.directord.director.command;

import com.typesafe.config.Config;
import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.admin.ControlClient;
import io.directord.director.command.DrainProgress.End;
import io.directord.director.json.Json;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code directorctl drain}: has a server drained, and waits until it is. */
@Command(
    name = "drain",
    description = {
      "Gives a server no new connections until it is enabled again, and waits until none is left.",
      "Ctrl-C ends the waiting only. Exit code 0 drained, 1 refused or taken back meanwhile, 3"
          + " connections are left, 130 interrupted."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class DrainCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Where no terminal shows each look. */
  private static final Duration LINE = Duration.ofSeconds(10);

  @ParentCommand private DirectorctlCommand directorctl;

  @Parameters(index = "0", paramLabel = "SERVER", description = "SERVICE/NAME")
  private String server;

  @Option(names = "--no-wait", description = "Ends as soon as the drain is in force.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Spans.class,
      defaultValue = "5m",
      description = "Waits so long at most. Default: ${DEFAULT-VALUE}")
  private Duration timeout;

  @Option(names = "--json", description = "Prints one JSON object at the end.")
  private boolean json;

  @Mixin private OverrideCommands.Terms terms;

  private final CountDownLatch interrupted = new CountDownLatch(1);
  private DrainProgress progress = DrainProgress.BEGINNING;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  DrainCommand() {}

  @Override
  public Integer call() throws StartFailure {
    Map<String, Object> request = Json.object("kind", "drain", "server", server);
    terms.into(request);
    ControlClient.Reply reply = OverrideCommands.post(directorctl, request);
    say(OverrideCommands.done("drain", server, Asking.read(reply), Terminal.look()));
    if (noWait) {
      return finish("in-force", ExitCode.OK);
    }
    Signals.on("INT", interrupted::countDown);
    long startNanos = System.nanoTime();
    boolean terminal = Terminal.isThere() && !json;
    Duration told = LINE.negated();
    while (true) {
      progress = progress.then(look());
      Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
      Optional<End> end = progress.end(elapsed, timeout);
      if (end.isPresent()) {
        clear(terminal);
        say(progress.last(server, end.get(), elapsed));
        return finish(word(end.get()), code(end.get()));
      }
      if (terminal || elapsed.minus(told).compareTo(LINE) >= 0) {
        told = elapsed;
        show(progress.line(server, elapsed), terminal);
      }
      if (stopped()) {
        clear(terminal);
        say(progress.interrupted(server));
        return finish("interrupted", ExitCode.INTERRUPTED);
      }
    }
  }

  private Config look() throws StartFailure {
    try {
      String path = new URI(null, null, "/api/v1/servers/" + server, null).toASCIIString();
      return Asking.read(directorctl.asking().get(path));
    } catch (URISyntaxException impossible) {
      throw new StartFailure(ExitCode.INVALID, String.valueOf(impossible.getMessage()));
    }
  }

  private boolean stopped() {
    try {
      return interrupted.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void show(String line, boolean terminal) {
    if (json) {
      return;
    }
    PrintWriter out = directorctl.out();
    if (terminal) {
      out.print("\r" + line + "\033[K");
    } else {
      out.println(line);
    }
    out.flush();
  }

  private void clear(boolean terminal) {
    if (terminal) {
      directorctl.out().print("\r\033[K");
    }
  }

  private void say(String line) {
    if (!json) {
      directorctl.out().println(line);
      directorctl.out().flush();
    }
  }

  private int finish(String result, int code) {
    if (json) {
      directorctl
          .out()
          .println(
              Json.write(
                  Json.object("server", server, "result", result, "connections", progress.left())));
    }
    return code;
  }

  private static String word(End end) {
    return end.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static int code(End end) {
    return switch (end) {
      case DRAINED -> ExitCode.OK;
      case TIME_IS_OVER -> ExitCode.PENDING;
      case TAKEN_BACK -> ExitCode.INVALID;
    };
  }
}
