package io.directord.director.host;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.HostConfig.Sysctls;
import io.directord.director.host.SysctlPlanner.Entry;
import io.directord.director.host.SysctlPlanner.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps sysctls as {@link SysctlTable} has them, or tells which are not so. Used by one thread at a
 * time, never a loop; {@link #states} may be read by any.
 */
public final class SysctlKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(SysctlKeeper.class);

  private final ProcSys kernel;
  private final SysctlMemory memory;
  private final boolean passive;

  /** What was complained of, so that the same is told once. */
  private Map<String, String> told = new HashMap<>();

  private volatile List<SysctlState> states = List.of();

  /**
   * Has looked at nothing yet.
   *
   * @param passive sets nothing, and gives nothing back: that may be another director's
   */
  public SysctlKeeper(ProcSys kernel, SysctlMemory memory, boolean passive) {
    this.kernel = kernel;
    this.memory = memory;
    this.passive = passive;
  }

  /** As they were seen last. */
  public List<SysctlState> states() {
    return states;
  }

  /** Brings them to what this configuration asks for, or looks only. */
  public synchronized void look(DirectorConfig config) {
    List<WantedSysctl> wanted = SysctlTable.of(config, kernel.interfaces());
    Sysctls mode = config.host().sysctls();
    Map<String, String> complaints = new LinkedHashMap<>();
    if (!passive) {
      SysctlPlanner.plan(mode, wanted, held(wanted), memory.entries())
          .forEach(step -> carryOut(step, complaints));
    }
    List<SysctlState> seen = new ArrayList<>();
    for (WantedSysctl each : wanted) {
      Optional<String> held = kernel.read(each.path());
      SysctlState state = new SysctlState(each, held, memory.before(each.name()));
      seen.add(state);
      if (!state.right() && each.need() == Need.REQUIRED && !complaints.containsKey(each.name())) {
        String complaint = "is " + held.orElse("") + ": " + each.because();
        complaints.put(each.name(), complaint);
        differs(state, complaint);
      }
    }
    told = complaints;
    states = List.copyOf(seen);
  }

  /** Gives back all that is still as directord set it. */
  public synchronized List<String> giveBack() {
    List<String> done = new ArrayList<>();
    Map<String, Entry> entries = memory.entries();
    Map<String, String> complaints = new LinkedHashMap<>();
    for (Step step : SysctlPlanner.giveBack(Set.of(), held(entries.keySet()), entries)) {
      if (carryOut(step, complaints) && step instanceof Step.GiveBack(String name, Entry entry)) {
        done.add("sysctl -w " + name + "=" + entry.before());
      }
    }
    return done;
  }

  private Map<String, String> held(List<WantedSysctl> wanted) {
    Set<String> names = new HashSet<>(memory.entries().keySet());
    wanted.forEach(each -> names.add(each.name()));
    return held(names);
  }

  private Map<String, String> held(Set<String> names) {
    Map<String, String> held = new HashMap<>();
    names.forEach(name -> kernel.read(WantedSysctl.path(name)).ifPresent(v -> held.put(name, v)));
    return held;
  }

  private boolean carryOut(Step step, Map<String, String> complaints) {
    try {
      return switch (step) {
        case Step.Set set -> set(set, complaints);
        case Step.GiveBack(String name, Entry entry) -> giveBack(name, entry, complaints);
        case Step.Forget(String name) -> {
          memory.forget(name);
          yield true;
        }
      };
    } catch (IOException unwritten) {
      String name =
          switch (step) {
            case Step.Set set -> set.wanted().name();
            case Step.GiveBack(String each, _) -> each;
            case Step.Forget(String each) -> each;
          };
      refused(complaints, name, "what it is now cannot be written down: " + unwritten);
      return false;
    }
  }

  private boolean set(Step.Set set, Map<String, String> complaints) throws IOException {
    String name = set.wanted().name();
    String value = set.wanted().value().orElseThrow();
    Optional<String> known = memory.set(name);
    memory.remember(name, value, set.before());
    Optional<String> trouble = kernel.write(set.wanted().path(), value);
    if (trouble.isPresent()) {
      if (known.isEmpty()) {
        memory.forget(name);
      }
      refused(complaints, name, trouble.get());
      return false;
    }
    if (set.drifted()) {
      LOG.warn(
          "event=sysctl-drift name={} value={} was={} because=\"somebody else changed it: {}\"",
          name,
          value,
          set.held(),
          set.wanted().because());
    } else {
      told(name, value, set.held(), set.wanted().because());
    }
    return true;
  }

  private boolean giveBack(String name, Entry entry, Map<String, String> complaints)
      throws IOException {
    Optional<String> trouble = kernel.write(WantedSysctl.path(name), entry.before());
    if (trouble.isPresent()) {
      refused(complaints, name, trouble.get());
      return false;
    }
    memory.forget(name);
    told(name, entry.before(), entry.set(), "given back as it was");
    return true;
  }

  private static void told(String name, String now, String was, String because) {
    LOG.info(
        "event=sysctl name={} value=\"{}\" was=\"{}\" because=\"{}\"", name, now, was, because);
  }

  private void differs(SysctlState state, String complaint) {
    if (!complaint.equals(told.get(state.wanted().name()))) {
      LOG.warn(
          "event=sysctl-differs name={} value=\"{}\" wanted=\"{}\" because=\"{}\" fix=\"{}\"",
          state.wanted().name(),
          state.held().orElse(""),
          state.wanted().value().orElse(""),
          state.wanted().because(),
          state.wanted().fix());
    }
  }

  private void refused(Map<String, String> complaints, String name, String because) {
    complaints.put(name, because);
    if (!because.equals(told.get(name))) {
      LOG.warn("event=sysctl-refused name={} because=\"{}\"", name, because);
    }
  }
}
