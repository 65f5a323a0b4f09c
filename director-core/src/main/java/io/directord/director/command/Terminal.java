package io.directord.director.command;

import io.directord.kernel.libc.Libc;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/** Where the standard output goes. */
final class Terminal {
  private static final int STANDARD_OUTPUT = 1;
  private static final int WIDTH_MIN = 40;

  private Terminal() {}

  static boolean isThere() {
    return Libc.terminalColumns(STANDARD_OUTPUT) >= 0;
  }

  static Look look() {
    return look(Libc.terminalColumns(STANDARD_OUTPUT), System.getenv(), InstantSource.system());
  }

  /**
   * What suits that terminal; see no-color.org. Pure.
   *
   * @param columns 0: not known; negative: there is no terminal
   */
  static Look look(int columns, Map<String, String> environment, InstantSource clock) {
    boolean colour =
        columns >= 0
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    int width = columns <= 0 ? 0 : Math.max(columns, WIDTH_MIN);
    return new Look(width, colour, clock.instant(), ZoneId.systemDefault());
  }
}
