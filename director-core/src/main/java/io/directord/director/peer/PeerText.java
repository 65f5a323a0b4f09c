package io.directord.director.peer;

import io.directord.director.peer.PeerView.Configuration;
import io.directord.director.peer.PeerView.Health;
import io.directord.failover.peer.PeerState;
import java.util.concurrent.TimeUnit;

/** What is said of another director. Pure. */
final class PeerText {
  private PeerText() {}

  static String of(
      Trouble trouble, Own own, PeerState peer, Configuration configuration, long nowNanos) {
    String node = peer.report().node();
    return switch (trouble) {
      case NAME -> "the other director calls itself " + node + ", as this one does: set node";
      case SILENT ->
          node
              + " has been silent for "
              + span(TimeUnit.NANOSECONDS.toSeconds(nowNanos - peer.provenNanos()));
      case DEAF -> node + " is heard, but does not hear this node";
      case CONFIGURATION -> {
        String age = ", loaded " + span(Comparison.age(peer, nowNanos)) + " ago";
        yield switch (configuration) {
          case OLDER -> node + " has an older configuration" + age;
          case NEWER -> node + " has a newer configuration" + age;
          case SAME, ANOTHER, UNTOLD -> node + " has another configuration";
        };
      }
      case HEALTH -> node + " sees " + Comparison.difference(own, peer.report());
    };
  }

  static String ended(Trouble trouble, PeerState peer, Configuration configuration, Health health) {
    String node = peer.report().node();
    String untold = "it cannot be compared any more";
    return switch (trouble) {
      case NAME -> "the names differ";
      case SILENT -> node + " is heard again";
      case DEAF -> peer.silent() ? node + " is silent" : node + " hears this node again";
      case CONFIGURATION ->
          configuration == Configuration.SAME ? node + " has the same configuration" : untold;
      case HEALTH -> health == Health.UNTOLD ? untold : node + " sees the same servers up";
    };
  }

  /** {@code 12 s}, {@code 3 min}, {@code 2 h}, {@code 5 d}. */
  static String span(long seconds) {
    if (seconds < 120) {
      return Math.max(0, seconds) + " s";
    }
    if (seconds < 7_200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
  }
}
