package io.directord.director.realserver;

import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.realserver.Host.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Applies steps to a host, looks at them, and undoes them. Each is written down before it is made.
 */
public final class Preparation {
  private final Host host;
  private final Consumer<String> out;
  private final Consumer<String> err;

  Preparation(Host host, Consumer<String> out, Consumer<String> err) {
    this.host = host;
    this.out = out;
    this.err = err;
  }

  /** One step, as status has it. */
  public record Item(String step, String state, String now) {
    public boolean inPlace() {
      return state.equals("in place");
    }

    @Override
    public String toString() {
      return state + ": " + step + (now.isEmpty() ? "" : "; it is " + now);
    }
  }

  /**
   * Makes what is not in place, then undoes what an earlier call made and nobody asks for now.
   *
   * @param files contents by path, which make it survive a boot
   */
  int apply(List<Step> steps, Map<String, String> files) throws StartFailure {
    State state = host.recall();
    boolean changed = false;
    for (Step step : steps) {
      if (needed(state, step, host.look(step))) {
        host.require(step);
      }
    }
    for (Step step : steps) {
      Found found = host.look(step);
      if (needed(state, step, found)) {
        state = state.with(step, found.now());
        host.remember(state);
        make(step);
        changed = true;
      }
    }
    List<String> keys = steps.stream().map(Step::key).toList();
    Undone obsolete =
        undo(state, state.entries().stream().filter(e -> !keys.contains(e.step().key())).toList());
    int code = obsolete.code();
    boolean written = files(obsolete.state(), files);
    changed = changed || obsolete.any() || written;
    if (!changed) {
      out.accept("nothing to do");
    }
    return code;
  }

  /** A table that holds more than is asked for now is in place only in part. */
  private static boolean needed(State state, Step step, Found found) {
    Optional<State.Entry> entry = state.entry(step.key());
    return !found.inPlace() || entry.filter(e -> !e.step().rest().equals(step.rest())).isPresent();
  }

  private void make(Step step) throws StartFailure {
    host.make(step);
    if (!host.look(step).inPlace()) {
      throw new StartFailure(
          ExitCode.UNAVAILABLE,
          step.text() + " was made, but is not in place: something else on this host undoes it");
    }
    out.accept("made: " + step.text());
  }

  /** Each file is written down before it is written, too. */
  private boolean files(State before, Map<String, String> files) throws StartFailure {
    boolean changed = false;
    List<String> all = new ArrayList<>(before.files());
    files.keySet().stream().filter(file -> !all.contains(file)).forEach(all::add);
    State state = before.withFiles(all);
    if (!all.equals(before.files())) {
      host.remember(state);
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (!host.read(file.getKey()).equals(file.getValue())) {
        host.write(file.getKey(), file.getValue());
        out.accept("wrote: " + file.getKey());
        changed = true;
      }
    }
    for (String file : all) {
      if (!files.containsKey(file)) {
        removeFile(file);
        changed = true;
      }
    }
    if (!List.copyOf(files.keySet()).equals(before.files()) || changed) {
      host.remember(state.withFiles(List.copyOf(files.keySet())));
    }
    return changed;
  }

  private void removeFile(String file) throws StartFailure {
    if (!host.read(file).isEmpty()) {
      host.write(file, "");
      out.accept("removed: " + file);
    }
  }

  /** Undoes everything. */
  int remove() throws StartFailure {
    State state = host.recall();
    if (state.isEmpty()) {
      out.accept("nothing to do");
      return ExitCode.OK;
    }
    for (String file : state.files()) {
      removeFile(file);
    }
    State left = state.withFiles(List.of());
    host.remember(left);
    return undo(left, left.entries()).code();
  }

  private record Undone(State state, int code, boolean any) {}

  private Undone undo(State before, List<State.Entry> entries) throws StartFailure {
    State state = before;
    int code = ExitCode.OK;
    for (State.Entry entry : entries.reversed()) {
      try {
        code = Math.max(code, undo(state, entry));
        state = state.without(entry.step());
        host.remember(state);
      } catch (StartFailure refused) {
        err.accept("not undone: " + entry.step().text() + ": " + refused.getMessage());
        code = refused.exitCode();
      }
    }
    return new Undone(state, code, !entries.isEmpty());
  }

  private int undo(State state, State.Entry entry) throws StartFailure {
    Step step = entry.step();
    Found found = host.look(step);
    return switch (step) {
      case Step.Toggle toggle -> {
        if (!found.there()) {
          requireIfOnDisk(state, step);
          out.accept("gone already: " + step.text());
        } else if (toggle.undo().isEmpty()) {
          out.accept("left: " + step.text() + "; others may use it");
        } else {
          host.undo(step, "");
          out.accept("undone: " + step.text());
        }
        yield ExitCode.OK;
      }
      case Step.Setting _ -> {
        if (found.inPlace()) {
          host.undo(step, entry.former());
          out.accept("undone: " + step.text() + before(entry.former(), "; it is ", " again"));
        } else if (found.now().isEmpty() || found.now().equals(entry.former())) {
          out.accept("gone already: " + step.text());
        } else {
          String was = before(entry.former(), "; before apply it was ", "");
          err.accept(
              "left: " + step.text() + ": somebody else made it '" + found.now() + "'" + was);
          yield ExitCode.PENDING;
        }
        yield ExitCode.OK;
      }
    };
  }

  /** What is on disk comes back with who does not run now, and can be undone then only. */
  private void requireIfOnDisk(State state, Step step) throws StartFailure {
    if (state.entries().stream().anyMatch(each -> each.step().afterBoot().contains(step))) {
      host.require(step);
    }
  }

  private static String before(String former, String start, String end) {
    return former.isEmpty() ? "" : start + former + end;
  }

  /** Each step, and each file. */
  List<Item> status(List<Step> steps, Map<String, String> files) throws StartFailure {
    List<Item> items = new ArrayList<>();
    for (Step step : steps) {
      Found found = host.look(step);
      String state = found.inPlace() ? "in place" : found.now().isEmpty() ? "missing" : "differs";
      items.add(new Item(step.text(), state, found.inPlace() ? "" : found.now()));
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      String now = host.read(file.getKey());
      String state =
          now.equals(file.getValue()) ? "in place" : now.isEmpty() ? "missing" : "differs";
      items.add(new Item("file " + file.getKey(), state, ""));
    }
    return items;
  }
}
