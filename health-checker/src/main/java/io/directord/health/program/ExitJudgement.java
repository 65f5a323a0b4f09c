package io.directord.health.program;

import io.directord.health.Advice;
import io.directord.health.Advice.Weight;
import io.directord.health.WeightText;
import io.directord.health.program.ScriptCheck.WeightFrom;
import io.directord.health.transport.Quotes;
import java.util.Map;
import java.util.Optional;

/**
 * What the end of a program says of the server. Pure.
 *
 * @param evidence without the time it took
 */
record ExitJudgement(boolean up, String evidence, Advice advice) {
  /** keepalived's: 0 and 1 have a meaning of their own. */
  private static final int WEIGHT_OFFSET = 2;

  private static final int SIGNALLED = 128;

  /** Those that a program does not choose to end by; asm-generic/signal.h. */
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          4, "SIGILL", 5, "SIGTRAP", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11,
          "SIGSEGV", 15, "SIGTERM", 24, "SIGXCPU", 31, "SIGSYS");

  /**
   * @param status 128 and the number of the signal that ended it, as a shell has it
   * @param line the first of its output, or empty
   */
  static ExitJudgement of(ScriptCheck check, int status, String line) {
    String shown = line.isBlank() ? "" : ": " + Quotes.plain(line);
    if (status != 0 && (line.startsWith("setsid: ") || line.startsWith("setpriv: "))) {
      // These run before it, and replace themselves by it: they speak only when that fails.
      return down("cannot run " + check.program() + shown);
    }
    String signal = SIGNALS.get(status - SIGNALLED);
    if (signal != null) {
      return down("exit status " + status + " (" + signal + ")" + shown);
    }
    return switch (check.exitCodes()) {
      case PLAIN -> plain(check, status, line, shown);
      case NAGIOS -> nagios(check, status, line, shown);
      case KEEPALIVED -> keepalived(check, status, line, shown);
    };
  }

  private static ExitJudgement plain(ScriptCheck check, int status, String line, String shown) {
    return status == 0
        ? up(check, "exit status 0", line, shown)
        : down("exit status " + status + shown);
  }

  private static ExitJudgement nagios(ScriptCheck check, int status, String line, String shown) {
    return switch (status) {
      case 0 -> up(check, "exit status 0", line, shown);
      case 1 -> up(check, "exit status 1 (warning)", line, shown);
      case 2 -> down("exit status 2 (critical)" + shown);
      case 3 -> down("exit status 3 (unknown)" + shown);
      default -> down("exit status " + status + shown);
    };
  }

  private static ExitJudgement keepalived(
      ScriptCheck check, int status, String line, String shown) {
    if (status < WEIGHT_OFFSET || !check.weight().equals(Optional.of(WeightFrom.EXIT_CODE))) {
      return plain(check, status, line, shown);
    }
    int number = status - WEIGHT_OFFSET;
    Weight weight =
        check.curve().map(curve -> curve.at(number)).orElseGet(() -> new Weight.Absolute(number));
    String what = "exit status " + status + " (" + text(weight) + ")";
    return new ExitJudgement(true, what + shown, Advice.weight(weight));
  }

  private static ExitJudgement up(ScriptCheck check, String what, String line, String shown) {
    if (!check.weight().equals(Optional.of(WeightFrom.OUTPUT))) {
      return new ExitJudgement(true, what + shown, Advice.NONE);
    }
    Optional<Weight> weight = WeightText.weight(line, check.curve());
    String told = weight.map(ExitJudgement::text).orElse("no weight in its output");
    return new ExitJudgement(
        true, what + " (" + told + ")" + shown, weight.map(Advice::weight).orElse(Advice.NONE));
  }

  static String text(Weight weight) {
    return switch (weight) {
      case Weight.Percent(var percent) -> "weight " + percent + "%";
      case Weight.Absolute(var absolute) -> "weight " + absolute;
    };
  }

  private static ExitJudgement down(String evidence) {
    return new ExitJudgement(false, evidence, Advice.NONE);
  }
}
