package io.directord.director.config;

import java.util.Comparator;

/**
 * One thing that is wrong, or doubtful, in a configuration.
 *
 * @param line starts at 1; 0 where the file as a whole is meant
 * @param path of the key, such as {@code director.virtual-services.web.scheduler}
 * @param message one sentence on one line
 */
public record Problem(String file, int line, String path, String message)
    implements Comparable<Problem> {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparing(Problem::path)
          .thenComparing(Problem::message);

  public Problem {
    message = oneLine(message);
  }

  @Override
  public int compareTo(Problem other) {
    return BY_PLACE.compare(this, other);
  }

  /** {@code FILE:LINE: message}. */
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line + ": " + message : file + ": " + message;
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.chars().forEach(c -> line.append(Character.isISOControl(c) ? ' ' : (char) c));
    return line.toString();
  }
}
