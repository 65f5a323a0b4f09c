package io.directord.director.realserver;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program with its words, and what it reads. Pure.
 *
 * @param input standard input; whole lines, or empty
 */
record Command(List<String> words, String input) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  Command {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command has a name");
    }
  }

  /** Of words with one blank between them. */
  static Command of(String line) {
    return new Command(List.of(line.split(" ", -1)), "");
  }

  String program() {
    return words.getFirst();
  }

  /** For a POSIX shell; more than one line where there is input. */
  String shell() {
    String line = words.stream().map(Command::quote).collect(Collectors.joining(" "));
    return input.isEmpty() ? line : line + " <<'END'\n" + input + "END";
  }

  static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
