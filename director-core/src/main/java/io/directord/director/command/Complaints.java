package io.directord.director.command;

import io.directord.director.ExitCode;
import io.directord.director.config.ConfigResult;
import java.io.PrintWriter;

/** Says what is wrong with a configuration, and answers with the exit code for it. */
final class Complaints {
  private Complaints() {}

  static int print(ConfigResult.Invalid invalid, PrintWriter err) {
    invalid.problems().forEach(err::println);
    int count = invalid.problems().size();
    err.println(count == 1 ? "1 problem" : count + " problems");
    return ExitCode.INVALID;
  }

  static int print(ConfigResult.Unreadable unreadable, PrintWriter err) {
    err.println("directord: " + unreadable.because());
    return ExitCode.UNREADABLE;
  }
}
