package io.directord.director.host;

import io.directord.director.config.HostConfig.Sysctls;
import io.directord.director.config.SysctlNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which sysctls to set, and which to give back. Pure. */
final class SysctlPlanner {
  /**
   * What directord has done to one.
   *
   * @param set by directord
   * @param before what it was before that, at first
   */
  record Entry(String set, String before) {}

  /** One thing to do; all of them in order. */
  sealed interface Step {
    /**
     * Written down first.
     *
     * @param drifted somebody changed what directord had set
     */
    record Set(WantedSysctl wanted, String held, String before, boolean drifted) implements Step {}

    /** It is still as directord set it. */
    record GiveBack(String name, Entry entry) implements Step {}

    /** Somebody else has changed it since, so it is theirs. */
    record Forget(String name) implements Step {}
  }

  private SysctlPlanner() {}

  /**
   * What to do now.
   *
   * @param held those that the kernel has, by name
   */
  static List<Step> plan(
      Sysctls mode,
      List<WantedSysctl> wanted,
      Map<String, String> held,
      Map<String, Entry> memory) {
    List<Step> steps = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    if (mode == Sysctls.APPLY) {
      for (WantedSysctl each : wanted) {
        String now = held.get(each.name());
        if (each.need() == Need.SHOWN || now == null) {
          continue;
        }
        kept.add(each.name());
        Entry entry = memory.get(each.name());
        if (!each.takes(now)) {
          steps.add(new Step.Set(each, now, entry == null ? now : entry.before(), entry != null));
        } else if (entry != null && !entry.set().equals(now)) {
          steps.add(new Step.Forget(each.name()));
        }
      }
    }
    steps.addAll(giveBack(kept, held, memory));
    return steps;
  }

  /** Those of {@link SysctlNames#BACKUP_ONLY} have a keeper of their own. */
  static List<Step> giveBack(
      Set<String> kept, Map<String, String> held, Map<String, Entry> memory) {
    List<Step> steps = new ArrayList<>();
    memory.forEach((name, entry) -> {
      if (!kept.contains(name) && !name.equals(SysctlNames.BACKUP_ONLY)) {
        steps.add(
            entry.set().equals(held.get(name))
                ? new Step.GiveBack(name, entry)
                : new Step.Forget(name));
      }
    });
    // In the reverse order of their setting.
    return steps.reversed();
  }
}
