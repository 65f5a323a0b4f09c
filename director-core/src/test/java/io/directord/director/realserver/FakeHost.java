package io.directord.director.realserver;

import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import java.util.LinkedHashMap;
import java.util.Map;

/** A host in memory, which can be killed at any of its changes. */
final class FakeHost implements Host {
  /** Ends everything at once, as SIGKILL does. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What is there: settings by their key, other steps by their key and what they say. */
  final Map<String, String> world = new LinkedHashMap<>();

  final Map<String, String> files = new LinkedHashMap<>();
  private String state = "";
  private int changesLeft = Integer.MAX_VALUE;

  /** Whether what steps need runs; while it does not, none of them is seen. */
  boolean firewalldRuns = true;

  void killAfter(int changes) {
    changesLeft = changes;
  }

  private void change() {
    if (changesLeft-- == 0) {
      throw new Killed();
    }
  }

  @Override
  public void require(Step step) throws StartFailure {
    if (!canBeSeen(step)) {
      throw new StartFailure(ExitCode.UNAVAILABLE, "firewalld does not run");
    }
  }

  private boolean canBeSeen(Step step) {
    return firewalldRuns || step.condition().isEmpty();
  }

  @Override
  public Found look(Step step) {
    String now = canBeSeen(step) ? world.getOrDefault(step.key(), "") : "";
    return switch (step) {
      case Step.Toggle _ -> new Found(now.equals("there " + step.rest()), !now.isEmpty(), "");
      case Step.Sysctl sysctl -> new Found(sysctl.isAsWanted(now), sysctl.isAsWanted(now), now);
      case Step.DefaultRoute route -> new Found(route.isAsWanted(now), route.isAsWanted(now), now);
    };
  }

  @Override
  public void make(Step step) {
    change();
    world.put(
        step.key(),
        switch (step) {
          case Step.Toggle _ -> "there " + step.rest();
          case Step.Sysctl sysctl -> sysctl.value();
          case Step.DefaultRoute route -> "default via " + route.gateway() + " dev eth0";
        });
  }

  @Override
  public void undo(Step step, String former) {
    change();
    if (step instanceof Step.Toggle || former.isEmpty()) {
      world.remove(step.key());
    } else {
      world.put(step.key(), former);
    }
  }

  @Override
  public State recall() {
    return State.read(state, "this-boot");
  }

  @Override
  public void remember(State after) {
    change();
    state = after.isEmpty() ? "" : after.write("this-boot");
  }

  boolean remembersNothing() {
    return state.isEmpty();
  }

  @Override
  public String read(String file) {
    return files.getOrDefault(file, "");
  }

  @Override
  public void write(String file, String content) {
    change();
    if (content.isEmpty()) {
      files.remove(file);
    } else {
      files.put(file, content);
    }
  }
}
