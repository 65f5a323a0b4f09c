package io.directord.director.command;

import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.admin.EventClient;
import io.directord.director.journal.JournalLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code directorctl events}: what the journal of the running director holds, and what comes. */
@Command(
    name = "events",
    description = "Shows what happened, from the journal, a line an event; and goes on, if asked.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class EventsCommand implements Callable<Integer> {
  private static final long AGAIN_SECONDS = 1;

  @ParentCommand private DirectorctlCommand parent;
  @Spec private CommandSpec spec;

  @Option(names = "--follow", description = "Goes on with what comes, until it is interrupted.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "TIME|NUMBER",
      description = {
        "Begins there: behind the event of that number, or at a time: " + TimeWords.HELP + ".",
        "Default: all that the journal holds; with --follow, what comes."
      })
  private @Nullable String since;

  @Option(names = "--json", description = "Prints one JSON object a line, as the journal has it.")
  private boolean json;

  private long last;
  private Instant from = Instant.MIN;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  EventsCommand() {}

  @Override
  public Integer call() throws StartFailure {
    begin();
    boolean connected = false;
    while (true) {
      try {
        EventClient.read(parent.socket(), last, follow, this::take);
        connected = true;
      } catch (IOException unreachable) {
        // One that followed goes on when the director is back.
        if (!follow || (!connected && last == 0 && since == null)) {
          throw new StartFailure(ExitCode.UNAVAILABLE, String.valueOf(unreachable.getMessage()));
        }
      }
      if (!follow || out().checkError() || interrupted()) {
        return ExitCode.OK;
      }
    }
  }

  private void begin() throws StartFailure {
    String words = since == null ? (follow ? "now" : "0") : since;
    if (words.matches("\\d{1,18}")) {
      last = Long.parseLong(words);
      return;
    }
    Optional<Instant> time =
        TimeWords.read(words, InstantSource.system().instant(), ZoneId.systemDefault());
    from =
        time.orElseThrow(() ->
            new StartFailure(
                ExitCode.USAGE,
                "--since \""
                    + words
                    + "\" is not understood; it is a number, or "
                    + TimeWords.HELP));
  }

  private boolean take(String text) {
    Optional<JournalLine> line = JournalLine.of(text);
    line.ifPresent(each -> {
      last = each.sequence();
      if (!each.at().orElse(from).isBefore(from)) {
        out().println(json ? text : each.event().map(EventText::of).orElse(text));
      }
    });
    return !out().checkError(); // flushes; whoever read us may have ended
  }

  private static boolean interrupted() {
    try {
      return new CountDownLatch(1).await(AGAIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException ended) {
      return true;
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
