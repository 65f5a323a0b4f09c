package io.directord.director.command;

import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.admin.EventClient;
import io.directord.director.journal.JournalLine;
import io.directord.director.journal.Picture;
import io.directord.director.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code directorctl history}: how things stood at a time, put together from the journal. */
@Command(
    name = "history",
    description =
        "Shows how routers, services and servers stood at a time, put together from the journal.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class HistoryCommand implements Callable<Integer> {
  @ParentCommand private DirectorctlCommand parent;
  @Spec private CommandSpec spec;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      defaultValue = "now",
      description = "When: " + TimeWords.HELP + ". Default: now.")
  private String at;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  HistoryCommand() {}

  @Override
  public Integer call() throws StartFailure {
    Instant now = InstantSource.system().instant();
    Instant moment =
        TimeWords.read(at, now, ZoneId.systemDefault())
            .orElseThrow(() ->
                new StartFailure(
                    ExitCode.USAGE,
                    "--at \"" + at + "\" is not understood; it is " + TimeWords.HELP));
    Picture picture = new Picture();
    try {
      EventClient.read(parent.socket(), 0, false, text -> take(text, moment, picture));
    } catch (IOException unreachable) {
      throw new StartFailure(ExitCode.UNAVAILABLE, String.valueOf(unreachable.getMessage()));
    }
    if (picture.reachesBackTo().isEmpty()) {
      throw new StartFailure(
          ExitCode.INVALID,
          "the journal does not reach back to "
              + moment
              + ": see directorctl"
              + " events for its first event");
    }
    if (json) {
      spec.commandLine().getOut().println(Json.write(HistoryText.json(picture, moment)));
    } else {
      spec.commandLine().getOut().print(HistoryText.of(picture, moment, Terminal.look()));
    }
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  /** Whether there may be more of that time. */
  private static boolean take(String text, Instant moment, Picture picture) {
    Optional<JournalLine> line = JournalLine.of(text);
    boolean after = line.flatMap(JournalLine::at).filter(moment::isBefore).isPresent();
    if (!after) {
      line.flatMap(JournalLine::event).ifPresent(picture::take);
    }
    return !after;
  }
}
