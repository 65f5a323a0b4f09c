package io.directord.director.doctor;

import com.typesafe.config.Config;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the running director runs what stands in the file. Pure. */
final class RunningConfig implements StatusExamination {
  @Override
  public List<Finding> of(Config status, Observed seen) {
    List<Finding> findings = new ArrayList<>();
    String version = Status.text(status, "version");
    findings.add(
        version.equals(seen.daemon().ours())
            ? Finding.ok("director", "runs, version " + version)
            : Finding.warn(
                "director",
                "runs version " + version + ", installed is " + seen.daemon().ours(),
                "systemctl restart directord"));
    findings.add(file(status, seen));
    if (!Status.flag(status, "kernel.inStep", true) && !Status.flag(status, "shadow", false)) {
      findings.add(
          Finding.fail(
              "IPVS table",
              "not as configured: " + Status.text(status, "kernel.because"),
              "directorctl plan"));
    }
    String doubt = Status.text(status, "selfDoubt");
    if (!doubt.isEmpty()) {
      findings.add(Finding.warn("self-doubt", doubt, "look at this node's own network"));
    }
    return findings;
  }

  private static Finding file(Config status, Observed seen) {
    String runs = Status.text(status, "config.file");
    String generation = "generation " + Status.text(status, "config.generation");
    if (!runs.equals(seen.file().path())) {
      return Finding.warn(
          "configuration",
          "the director runs " + runs + ", this is " + seen.file().path(),
          "directord doctor --config " + runs);
    }
    Optional<Instant> looked = instant(Status.text(status, "config.lastReload.at"));
    boolean newer =
        looked.isPresent()
            && seen.file().changed().filter(at -> at.isAfter(looked.get())).isPresent();
    if (newer) {
      return Finding.warn(
          "configuration", "the file is newer than " + generation, "directorctl reload");
    }
    return Status.text(status, "config.lastReload.result").equals("rejected")
        ? Finding.fail(
            "configuration",
            "the last reload was rejected; " + generation + " runs on",
            "directord check " + runs)
        : Finding.ok("configuration", generation + " is what the file says");
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }
}
