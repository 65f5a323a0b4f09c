package io.directord.failover.peer;

import io.directord.failover.peer.Message.Echo;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are believed, and what was last believed of whom. A message must be younger than
 * any before of its run, and must have in it a challenge that this run has sent of late: so nothing
 * that was recorded is believed, neither of this run nor of an earlier one, and no clocks are
 * compared. Touches nothing outside; time and chance are arguments.
 */
final class Sessions {
  /** Nodes that are remembered; more are not heard. */
  static final int PEERS_MAX = 8;

  /** Ours that an echo may have: of so many sendings, though some come shortly after another. */
  static final int CHALLENGES_MAX = 8;

  static final int SILENT_INTERVALS = 3;

  /** Nothing is said any more of a node that has been silent for so long. */
  static final long FORGOTTEN_NANOS = 24 * 3_600_000_000_000L;

  private final long boot;
  private final boolean passive;
  private final List<Long> challenges = new ArrayList<>();
  private final Map<Long, Session> sessions = new HashMap<>();

  /** Mutable: one run of another node's process. */
  private static final class Session {
    final long boot;
    final Set<String> paths = new HashSet<>();
    InetAddress from;
    long counter;
    long challenge;
    long heardNanos;
    long provenNanos;
    long intervalNanos;
    @Nullable Report report;

    Session(long boot, InetAddress from) {
      this.boot = boot;
      this.from = from;
    }

    boolean silent(long nowNanos) {
      return nowNanos - provenNanos > SILENT_INTERVALS * intervalNanos;
    }
  }

  /** What came of a message. */
  sealed interface Hearing {
    record Believed() implements Hearing {}

    /**
     * Not believed.
     *
     * @param stranger the first of a run: an answer lets it prove itself
     */
    record Refused(Rejection why, boolean stranger) implements Hearing {}
  }

  /**
   * @param passive sends no challenges, so it can expect none back
   */
  Sessions(long boot, boolean passive) {
    this.boot = boot;
    this.passive = passive;
  }

  long boot() {
    return boot;
  }

  /** This one is about to be sent. */
  void challenged(long challenge) {
    challenges.add(challenge);
    if (challenges.size() > CHALLENGES_MAX) {
      challenges.removeFirst();
    }
  }

  /** The latest challenge of each run that was heard. */
  List<Echo> echoes() {
    return sessions.values().stream()
        .sorted(Comparator.comparingLong((Session each) -> -each.heardNanos))
        .limit(Message.ECHOES_MAX)
        .map(each -> new Echo(each.boot, each.challenge))
        .toList();
  }

  Hearing hear(Message message, String path, InetAddress from, long nowNanos) {
    if (message.boot() == boot) {
      return new Hearing.Refused(Rejection.REPLAY, false);
    }
    Session known = sessions.get(message.boot());
    if (known != null
        && (message.counter() < known.counter
            || (message.counter() == known.counter && known.paths.contains(path)))) {
      return new Hearing.Refused(Rejection.REPLAY, false);
    }
    boolean proven = passive || proves(message);
    Session session = known == null ? admit(message, from) : known;
    if (session == null) {
      return new Hearing.Refused(Rejection.CROWD, false);
    }
    if (message.counter() != session.counter) {
      session.paths.clear();
    }
    session.paths.add(path);
    session.from = from;
    session.counter = message.counter();
    session.challenge = message.challenge();
    session.heardNanos = nowNanos;
    if (!proven) {
      return new Hearing.Refused(Rejection.UNPROVEN, known == null);
    }
    session.provenNanos = nowNanos;
    session.intervalNanos = message.intervalMillis() * 1_000_000L;
    session.report = message.report();
    return new Hearing.Believed();
  }

  private boolean proves(Message message) {
    return message.echoes().stream()
        .anyMatch(echo -> echo.boot() == boot && challenges.contains(echo.challenge()));
  }

  /** In the place of one that has proven nothing, if need be. */
  private @Nullable Session admit(Message message, InetAddress from) {
    if (sessions.size() >= PEERS_MAX) {
      Optional<Session> weakest =
          sessions.values().stream()
              .filter(each -> each.report == null)
              .min(Comparator.comparingLong(each -> each.heardNanos));
      if (weakest.isEmpty()) {
        return null;
      }
      sessions.remove(weakest.get().boot);
    }
    Session session = new Session(message.boot(), from);
    sessions.put(message.boot(), session);
    return session;
  }

  /** Each node once, as its latest run was heard; forgets earlier runs that are silent. */
  List<PeerState> peers(long nowNanos) {
    Map<String, Session> latest = new HashMap<>();
    for (Session each : sessions.values()) {
      if (each.report != null) {
        latest.merge(
            each.report.node(),
            each,
            (one, other) -> one.provenNanos - other.provenNanos >= 0 ? one : other);
      }
    }
    sessions
        .values()
        .removeIf(each ->
            each.report != null
                && each.silent(nowNanos)
                && (!latest.containsValue(each) || nowNanos - each.heardNanos > FORGOTTEN_NANOS));
    List<PeerState> peers = new ArrayList<>();
    for (Session each : latest.values()) {
      Report report = each.report;
      if (report != null && sessions.containsKey(each.boot)) {
        boolean silent = each.silent(nowNanos);
        boolean heard = nowNanos - each.heardNanos <= SILENT_INTERVALS * each.intervalNanos;
        peers.add(new PeerState(report, each.from, silent, silent && heard, each.provenNanos));
      }
    }
    peers.sort(Comparator.comparing(peer -> peer.report().node()));
    return peers;
  }
}
