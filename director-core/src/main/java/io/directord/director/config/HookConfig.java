package io.directord.director.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A program that is told of events.
 *
 * @param kinds of events; empty means all
 * @param arguments that follow those of the command
 */
public record HookConfig(
    String name, List<String> command, Set<String> kinds, Duration timeout, Arguments arguments) {
  public static final Set<String> KINDS =
      Set.of(
          "role",
          "split-brain",
          "split-brain-ended",
          "address-conflict",
          "arp-problem",
          "arp-problem-ended",
          "overslept",
          "panic",
          "panic-ended",
          "self-doubt",
          "self-doubt-ended",
          "override",
          "override-ended",
          "reload-refused");
  public static final Duration TIMEOUT = Duration.ofSeconds(30);
  public static final Duration TIMEOUT_MAX = Duration.ofHours(1);

  /** What a program is called with. */
  public enum Arguments {
    NONE,
    /** {@code INSTANCE NAME MASTER|BACKUP|FAULT|STOP PRIORITY}, for scripts that exist. */
    KEEPALIVED
  }

  public HookConfig {
    command = List.copyOf(command);
    kinds = Set.copyOf(kinds);
    if (command.isEmpty() || !command.getFirst().startsWith("/")) {
      throw new IllegalArgumentException("run must begin with an absolute path");
    }
  }
}
