package io.directord.director.peer;

import io.directord.director.journal.Entry;
import io.directord.director.peer.PeerView.Configuration;
import io.directord.director.peer.PeerView.Health;
import io.directord.failover.peer.PeerState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with each of the other directors, and what of that is news. Remembers since when;
 * touches nothing outside.
 */
final class Judgements {
  private final Map<String, Memory> memories = new HashMap<>();

  private static final class Memory {
    final Map<Trouble, Long> since = new EnumMap<>(Trouble.class);
    Optional<Long> healthDiffersSince = Optional.empty();
  }

  /** What came of a look at all of them. */
  record Judged(List<PeerView> peers, List<Entry> news) {}

  Judged judge(Own own, List<PeerState> peers, long nowNanos) {
    List<PeerView> views = new ArrayList<>();
    List<Entry> news = new ArrayList<>();
    Set<String> there = new HashSet<>();
    for (PeerState peer : peers) {
      there.add(peer.report().node());
      views.add(judge(own, peer, nowNanos, news));
    }
    memories.keySet().retainAll(there);
    return new Judged(views, news);
  }

  private PeerView judge(Own own, PeerState peer, long nowNanos, List<Entry> news) {
    String node = peer.report().node();
    Memory memory = memories.get(node);
    if (memory == null) {
      memory = new Memory();
      memories.put(node, memory);
      news.add(Entry.of("peer-heard", "peer", node, "version", peer.report().version()));
    }
    Configuration configuration = Comparison.configuration(own, peer, nowNanos);
    Health health =
        Comparison.health(own, peer, configuration, memory.healthDiffersSince, nowNanos);
    memory.healthDiffersSince =
        switch (health) {
          case SAME, UNTOLD -> Optional.empty();
          case SETTLING, DIFFERS -> Optional.of(memory.healthDiffersSince.orElse(nowNanos));
        };
    Optional<String> problem = Optional.empty();
    for (Trouble trouble : Trouble.values()) {
      boolean there = is(trouble, own, peer, configuration, health);
      if (there && (problem.isEmpty() || !memory.since.containsKey(trouble))) {
        String text = PeerText.of(trouble, own, peer, configuration, nowNanos);
        problem = problem.isEmpty() ? Optional.of(text) : problem;
        if (memory.since.putIfAbsent(trouble, nowNanos) == null) {
          news.add(
              Entry.of("peer-problem", "peer", node, "class", trouble.text(), "because", text));
        }
      } else if (!there && known(trouble, peer)) {
        Long since = memory.since.remove(trouble);
        if (since != null) {
          String because = PeerText.ended(trouble, peer, configuration, health);
          news.add(ended(trouble, node, nowNanos - since, because));
        }
      }
    }
    return new PeerView(peer.report(), peer.from(), !peer.silent(), configuration, health, problem);
  }

  /** Nothing ends because it cannot be seen. */
  private static boolean known(Trouble trouble, PeerState peer) {
    return switch (trouble) {
      case NAME, CONFIGURATION, HEALTH -> !peer.silent();
      case SILENT, DEAF -> true;
    };
  }

  private static Entry ended(Trouble trouble, String node, long lastedNanos, String because) {
    return Entry.of(
        "peer-problem-ended",
        "peer",
        node,
        "class",
        trouble.text(),
        "lasted-ms",
        String.valueOf(lastedNanos / 1_000_000),
        "because",
        because);
  }

  private static boolean is(
      Trouble trouble, Own own, PeerState peer, Configuration configuration, Health health) {
    return switch (trouble) {
      case NAME -> peer.report().node().equals(own.node());
      case SILENT -> peer.silent() && !peer.deaf();
      case DEAF -> peer.deaf();
      case CONFIGURATION ->
          switch (configuration) {
            case SAME, UNTOLD -> false;
            case OLDER, NEWER, ANOTHER -> !peer.silent();
          };
      case HEALTH -> health == Health.DIFFERS;
    };
  }
}
