package io.directord.health.program;

import io.directord.health.Advice;
import io.directord.health.Advice.Weight;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.WeightText;
import io.directord.health.transport.Quotes;
import java.time.Duration;
import java.util.Optional;

/** What a look at a file says of the server. Pure. */
final class FileJudgement {
  private FileJudgement() {}

  static void report(FileCheck check, String path, FileLook look, Probe.Report report) {
    switch (look) {
      case FileLook.Trouble(var kind, var evidence) -> report.failure(kind, evidence);
      case FileLook.Found(var content, var age) -> found(check, path, content, age, report);
    }
  }

  private static void found(
      FileCheck check, String path, String content, Duration age, Probe.Report report) {
    Optional<Duration> most = check.ageMax();
    if (most.isPresent() && age.compareTo(most.get()) > 0) {
      report.failure(
          FailureKind.STATUS,
          path
              + " was last written "
              + age.toSeconds()
              + " s ago, expected "
              + text(most.get())
              + " at most");
      return;
    }
    String line = content.lines().findFirst().orElse("");
    if (!content.contains(check.expect())) {
      report.failure(
          FailureKind.BODY,
          path + " begins with " + Quotes.of(line) + ", without " + Quotes.of(check.expect()));
      return;
    }
    if (!check.weighs()) {
      report.success(path + " is there");
      return;
    }
    Optional<Weight> weight = WeightText.weight(line, check.curve());
    if (weight.isEmpty()) {
      report.failure(FailureKind.BODY, path + " holds no weight: " + Quotes.of(line));
      return;
    }
    report.success(path + " says " + ExitJudgement.text(weight.get()), Advice.weight(weight.get()));
  }

  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
