package io.directord.director.peer;

import io.directord.failover.peer.Report;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Another director, compared with this one.
 *
 * @param heard it is heard, and hears this one
 * @param problem what somebody should know first, in one sentence
 */
public record PeerView(
    Report report,
    InetAddress from,
    boolean heard,
    Configuration configuration,
    Health health,
    Optional<String> problem) {

  /** What it runs. */
  public enum Configuration {
    SAME,
    OLDER,
    NEWER,
    /** Another one; the ages do not tell which is older. */
    ANOTHER,
    /** It is of another version of directord, whose words cannot be compared. */
    UNTOLD
  }

  /** What it sees. */
  public enum Health {
    SAME,
    /** Not the same, but not for long. */
    SETTLING,
    DIFFERS,
    UNTOLD
  }

  public String node() {
    return report.node();
  }
}
