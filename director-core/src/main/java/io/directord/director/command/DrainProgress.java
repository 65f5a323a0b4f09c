package io.directord.director.command;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a drain has come, and whether there is anything left to wait for. Pure.
 *
 * @param draining somebody wants it to have no new connections
 * @param applied the kernel gives it none
 * @param left connections that go on
 * @param quiet how many readings in a row saw none
 */
record DrainProgress(boolean draining, boolean applied, long left, int quiet) {
  static final DrainProgress BEGINNING = new DrainProgress(true, false, 0, 0);

  /** A connection that is being made when the drain begins is not counted at once. */
  private static final int QUIET_ENOUGH = 2;

  /** Why nobody waits any longer. */
  enum End {
    DRAINED,
    TIME_IS_OVER,
    TAKEN_BACK
  }

  /**
   * The next step.
   *
   * @param server as the director shows it
   */
  DrainProgress then(Config server) {
    String override = server.hasPath("override") ? server.getString("override.kind") : "";
    boolean wanted = override.equals("drain") || override.equals("disable");
    boolean applied = !server.getBoolean("inKernel") || server.getInt("weight") == 0;
    long left = left(server);
    return new DrainProgress(wanted, applied, left, applied && left == 0 ? quiet + 1 : 0);
  }

  /**
   * Connections that IPVS counts as inactive have been closed where it follows the protocol's
   * states; of udp all are inactive, and go by time.
   */
  private static long left(Config server) {
    long active = server.getLong("activeConnections");
    String protocol = server.getString("protocol");
    return protocol.equals("tcp") || protocol.equals("sctp")
        ? active
        : active + server.getLong("inactiveConnections");
  }

  Optional<End> end(Duration elapsed, Duration timeout) {
    if (!draining) {
      return Optional.of(End.TAKEN_BACK);
    }
    if (quiet >= QUIET_ENOUGH) {
      return Optional.of(End.DRAINED);
    }
    return elapsed.compareTo(timeout) >= 0 ? Optional.of(End.TIME_IS_OVER) : Optional.empty();
  }

  /** While it goes on. */
  String line(String server, Duration elapsed) {
    return server
        + ": "
        + (applied ? connections() + " left" : "waiting for the kernel")
        + ", "
        + Spans.text(elapsed);
  }

  /** At its end. */
  String last(String server, End end, Duration elapsed) {
    return switch (end) {
      case DRAINED -> server + ": no connection is left, after " + Spans.text(elapsed);
      case TIME_IS_OVER ->
          server
              + ": "
              + (applied ? connections() + " left" : "the kernel has not taken the change")
              + " after "
              + Spans.text(elapsed)
              + "; the drain stays in force, back with: directorctl enable "
              + server;
      case TAKEN_BACK -> server + ": the drain was taken back, or its time is over";
    };
  }

  /** When the operator waits no longer. */
  String interrupted(String server) {
    return server
        + ": not waited for any longer, "
        + connections()
        + " left; the drain stays in force, back with: directorctl enable "
        + server;
  }

  private String connections() {
    return left + (left == 1 ? " connection" : " connections");
  }
}
