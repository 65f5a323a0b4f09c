package io.directord.failover.filter;

import java.util.List;
import java.util.Optional;

/** The programs of this host. Waits for them, with a deadline. */
public interface Programs {
  /**
   * How a program ended.
   *
   * @param trouble one line; empty: none
   */
  record Ran(String output, Optional<String> trouble) {
    public static Ran failed(String trouble) {
      return new Ran("", Optional.of(trouble));
    }

    public boolean ok() {
      return trouble.isEmpty();
    }
  }

  /** Whether there is one of this name, where administrators' programs are. */
  boolean has(String program);

  /**
   * Runs it to its end.
   *
   * @param command its name, and words that no shell sees
   */
  Ran run(List<String> command, String input) throws InterruptedException;

  default Ran run(List<String> command) throws InterruptedException {
    return run(command, "");
  }
}
