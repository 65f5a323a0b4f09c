package io.directord.director.command;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;

/** A plan of the director's as lines for people. Pure. */
final class PlanText {
  private PlanText() {}

  /** None when there is nothing to do. */
  static List<String> lines(Config plan) {
    List<String> lines = new ArrayList<>();
    plan.getConfigList("changes")
        .forEach(
            each -> lines.add(each.getString("ipvsadm") + "   # " + each.getString("because")));
    plan.getStringList("later").forEach(each -> lines.add("later: " + each));
    return lines;
  }
}
