package io.directord.director.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Shadow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is read without picocli means what picocli reads in it. */
final class RunLineTest {
  private static final int LINES = 2_000;
  private static final List<String> WORDS =
      List.of(
          "--config",
          "--config=a.conf",
          "/etc/x.conf",
          "--state",
          "--state=/tmp/s",
          "--shadow",
          "--shadow=ipvs",
          "--shadow=none",
          "ipvs",
          "all",
          "some",
          "--log-format",
          "json",
          "--log-format=TEXT",
          "--log-format=yaml",
          "--help",
          "-h",
          "--nonsense",
          "@file",
          "",
          "--config=",
          "'quoted'",
          "--");

  private static Optional<RunLine> read(Map<String, String> environment, String... options) {
    List<String> words = new ArrayList<>(List.of("run"));
    words.addAll(List.of(options));
    return RunLine.read(words.toArray(String[]::new), environment);
  }

  private static RunLine byPicocli(List<String> options) {
    RunCommand command = new RunCommand();
    new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(options.toArray(String[]::new));
    return command.line();
  }

  @Test
  void theLineOfTheUnitIsReadWithoutPicocli() {
    RunLine line =
        read(Map.of("STATE_DIRECTORY", "/var/lib/x"), "--config", "/etc/x.conf").orElseThrow();
    assertEquals(Path.of("/etc/x.conf"), line.options().file());
    assertEquals(Path.of("/var/lib/x"), line.options().stateFolder());
    assertEquals(Shadow.NONE, line.options().shadow());
    assertEquals(byPicocli(List.of()), read(System.getenv()).orElseThrow());
  }

  @Test
  void whateverIsReadMeansTheSameToPicocli() {
    Random random = new Random(7);
    int read = 0;
    for (int line = 0; line < LINES; line++) {
      List<String> options = new ArrayList<>();
      for (int word = random.nextInt(6); word > 0; word--) {
        options.add(WORDS.get(random.nextInt(WORDS.size())));
      }
      Optional<RunLine> own = read(System.getenv(), options.toArray(String[]::new));
      if (own.isPresent()) {
        read++;
        assertEquals(byPicocli(options), own.get(), options.toString());
      }
    }
    assertTrue(read > LINES / 10, read + " lines were read");
  }

  @Test
  void othersCommandsAreNotRead() {
    assertTrue(RunLine.read(new String[0], Map.of()).isEmpty());
    assertTrue(RunLine.read(new String[] {"check", "a.conf"}, Map.of()).isEmpty());
    assertTrue(RunLine.read(new String[] {"--version"}, Map.of()).isEmpty());
  }
}
