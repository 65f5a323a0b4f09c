package io.directord.director.peer;

import io.directord.director.peer.PeerView.Configuration;
import io.directord.director.peer.PeerView.Health;
import io.directord.failover.peer.Digest;
import io.directord.failover.peer.Report;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Other directors, for tests. */
public final class PeerViews {
  public static final InetAddress FROM = InetAddress.ofLiteral("192.0.2.2");

  private PeerViews() {}

  /** The node lvs2, with two of three servers up. */
  public static PeerView of(
      boolean heard, Configuration configuration, Health health, Optional<String> problem) {
    Report report =
        new Report(
            "lvs2",
            "0.1.0",
            true,
            Digest.NONE,
            5,
            false,
            7,
            Digest.NONE,
            2,
            3,
            List.of(),
            List.of(),
            0);
    return new PeerView(report, FROM, heard, configuration, health, problem);
  }
}
