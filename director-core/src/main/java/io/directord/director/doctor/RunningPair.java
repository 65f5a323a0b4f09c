package io.directord.director.doctor;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;

/** Whether the other node is heard, and who is active. Pure. */
final class RunningPair implements StatusExamination {
  @Override
  public List<Finding> of(Config status, Observed seen) {
    List<Finding> findings = new ArrayList<>();
    for (Config router : Status.objects(status, "routers")) {
      findings.add(of(router));
    }
    return findings;
  }

  private static Finding of(Config router) {
    String name = Status.text(router, "name");
    String what = "virtual router " + name;
    String because = Status.text(router, "because");
    String rival = Status.text(router, "splitBrain.rival");
    if (!rival.isEmpty()) {
      return Finding.fail(
          what,
          rival + " is active, too, and one of the two does not hear the other",
          "let protocol 112 through, and compare their keys");
    }
    return switch (Status.text(router, "role")) {
      case "fault" -> Finding.fail(what, "may not take part: " + because, "");
      case "initialize" -> Finding.warn(what, "does not take part: " + because, "");
      case "backup" -> {
        String active = Status.text(router, "active.address");
        yield active.isEmpty()
            ? Finding.warn(what, "is backup and hears nobody: " + because, "")
            : Finding.ok(what, "is backup and hears " + active);
      }
      default ->
          Status.number(router, "advertisements.received") > 0
              ? Finding.ok(what, "is active, and has heard another node")
              : Finding.warn(
                  what,
                  "is active, and has never heard another node: nobody would take over",
                  "start the other node; let protocol 112 through");
    };
  }
}
