package io.directord.health.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.directord.health.Advice;
import io.directord.health.Advice.Weight;
import io.directord.health.Curve;
import io.directord.health.program.ScriptCheck.WeightFrom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExitJudgementTest {
  private static final Optional<Curve> LOAD =
      Optional.of(Curve.parse(Map.of("0", "100%", "10", "0%")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PLAIN      | 0   | true  | exit status 0: fine",
        "PLAIN      | 1   | false | exit status 1: fine",
        "PLAIN      | 255 | false | exit status 255: fine",
        "PLAIN      | 137 | false | exit status 137 (SIGKILL): fine",
        "NAGIOS     | 0   | true  | exit status 0: fine",
        "NAGIOS     | 1   | true  | exit status 1 (warning): fine",
        "NAGIOS     | 2   | false | exit status 2 (critical): fine",
        "NAGIOS     | 3   | false | exit status 3 (unknown): fine",
        "NAGIOS     | 4   | false | exit status 4: fine",
        "KEEPALIVED | 0   | true  | exit status 0: fine",
        "KEEPALIVED | 1   | false | exit status 1: fine",
        "KEEPALIVED | 2   | false | exit status 2: fine"
      })
  void eachStatusHasItsMeaning(ExitCodes codes, int status, boolean up, String evidence) {
    ExitJudgement judgement =
        ExitJudgement.of(check(codes, Optional.empty(), Optional.empty()), status, "fine");
    assertEquals(new ExitJudgement(up, evidence, Advice.NONE), judgement);
  }

  @Test
  void keepalivedsDynamicWeightIsTwoLessThanTheStatus() {
    ScriptCheck check =
        check(ExitCodes.KEEPALIVED, Optional.of(WeightFrom.EXIT_CODE), Optional.empty());
    for (int status : new int[] {2, 3, 100, 126, 127, 128, 129, 255}) {
      assertEquals(
          new ExitJudgement(
              true,
              "exit status " + status + " (weight " + (status - 2) + ")",
              Advice.weight(new Weight.Absolute(status - 2))),
          ExitJudgement.of(check, status, ""));
    }
    assertEquals(
        new ExitJudgement(true, "exit status 0", Advice.NONE), ExitJudgement.of(check, 0, ""));
    assertFalse(ExitJudgement.of(check, 1, "").up());
    assertFalse(ExitJudgement.of(check, 139, "").up(), "killed by SIGSEGV");
  }

  @Test
  void aCurveMakesAShareOfAStatus() {
    ScriptCheck check = check(ExitCodes.KEEPALIVED, Optional.of(WeightFrom.EXIT_CODE), LOAD);
    assertEquals(
        new ExitJudgement(
            true, "exit status 5 (weight 70%)", Advice.weight(new Weight.Percent(70))),
        ExitJudgement.of(check, 5, ""));
  }

  @Test
  void theFirstWordOfTheOutputIsAWeight() {
    ScriptCheck check = check(ExitCodes.NAGIOS, Optional.of(WeightFrom.OUTPUT), LOAD);
    assertEquals(
        new ExitJudgement(
            true,
            "exit status 1 (warning) (weight 75%): 2.5 is the load",
            Advice.weight(new Weight.Percent(75))),
        ExitJudgement.of(check, 1, "2.5 is the load"));
    assertEquals(
        new ExitJudgement(true, "exit status 0 (no weight in its output): high", Advice.NONE),
        ExitJudgement.of(check, 0, "high"));
    assertFalse(ExitJudgement.of(check, 2, "2.5").up());
  }

  @Test
  void whoCannotRunItIsNotTakenForIt() {
    ScriptCheck check =
        check(ExitCodes.KEEPALIVED, Optional.of(WeightFrom.EXIT_CODE), Optional.empty());
    assertEquals(
        "cannot run /bin/c: setsid: failed to execute /bin/c: No such file or directory",
        ExitJudgement.of(check, 127, "setsid: failed to execute /bin/c: No such file or directory")
            .evidence());
    assertFalse(ExitJudgement.of(check, 126, "setsid: failed to execute /bin/c: x").up());
    assertFalse(ExitJudgement.of(check, 127, "setpriv: setresuid failed").up());
  }

  private static ScriptCheck check(
      ExitCodes codes, Optional<WeightFrom> from, Optional<Curve> curve) {
    return new ScriptCheck(List.of("/bin/c"), codes, from, curve, Optional.empty());
  }
}
