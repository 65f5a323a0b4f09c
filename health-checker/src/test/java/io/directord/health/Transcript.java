package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A scenario as a text file: {@code event -> what came of it}. Lines without an arrow are settings
 * or comments. With {@code -Ddirectord.rewrite=true} what comes is written into the file instead of
 * being compared with it, to be reviewed as a diff.
 */
final class Transcript {
  private static final String ARROW = " ->";

  private Transcript() {}

  /** Plays one scenario. */
  interface Player {
    void setting(String line);

    String event(String line);
  }

  /** The scenarios of one folder. */
  static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
      return files.sorted().toList();
    }
  }

  static void play(Path file, Player player) {
    try {
      String expected = Files.readString(file);
      String actual =
          expected.lines().map(line -> played(line, player)).collect(Collectors.joining("\n"))
              + "\n";
      if (Boolean.getBoolean("directord.rewrite")) {
        Files.writeString(file, actual);
      } else {
        assertEquals(expected, actual, file.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String played(String line, Player player) {
    if (line.isBlank() || line.startsWith("#")) {
      return line;
    }
    int arrow = line.indexOf(ARROW);
    if (arrow < 0) {
      player.setting(line.strip());
      return line;
    }
    String event = line.substring(0, arrow);
    return event + ARROW + " " + player.event(event.strip());
  }
}
