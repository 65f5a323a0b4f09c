package io.directord.director.doctor;

import io.directord.director.doctor.Finding.Level;
import java.util.ArrayList;
import java.util.List;

/** All examinations, in the order in which they are told. Pure. */
public final class Doctor {
  private static final List<Examination> OF_HOST =
      List.of(
          new Modules(),
          new Rights(),
          new Sysctls(),
          new Interfaces(),
          new Placement(),
          new Wall(),
          new StandbyServer(),
          new Firewalls());

  /** What a running director adds goes here. */
  private static final List<StatusExamination> OF_STATUS =
      List.of(
          new RunningConfig(),
          new RunningPair(),
          new RunningPeer(),
          new RunningHost(),
          new RunningServers());

  private Doctor() {}

  public static List<Finding> examine(Observed seen) {
    List<Finding> findings = new ArrayList<>();
    OF_HOST.forEach(each -> findings.addAll(each.of(seen)));
    if (seen.daemon().status().isEmpty()) {
      findings.add(
          Finding.warn(
              "director",
              seen.daemon().silence() + ", so what only it knows was not looked at",
              "systemctl start directord"));
    }
    seen.daemon()
        .status()
        .ifPresent(status -> OF_STATUS.forEach(each -> findings.addAll(each.of(status, seen))));
    return findings;
  }

  public static Level worst(List<Finding> findings) {
    return findings.stream().map(Finding::level).max(Level::compareTo).orElse(Level.OK);
  }
}
