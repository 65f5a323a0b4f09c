package io.directord.director.doctor;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;

/** Whether the other director runs the same, and sees the same. Pure. */
final class RunningPeer implements StatusExamination {
  @Override
  public List<Finding> of(Config status, Observed seen) {
    if (Status.objects(status, "routers").isEmpty()
        || Status.text(status, "peerChannel.on").isEmpty()) {
      return List.of();
    }
    if (!Status.flag(status, "peerChannel.on", false)) {
      return List.of(
          Finding.ok(
              "peer",
              "peer.key is not set, so nobody notices when the other node has another"
                  + " configuration, or sees other servers up"));
    }
    List<Finding> findings = new ArrayList<>();
    for (Config peer : Status.objects(status, "peer")) {
      findings.add(of(peer));
    }
    return findings.isEmpty()
        ? List.of(
            Finding.warn(
                "peer",
                "no other director was heard",
                "set peer.key on the other node, and let UDP to peer.port through"))
        : findings;
  }

  private static Finding of(Config peer) {
    String what = "peer " + Status.text(peer, "name");
    String problem = Status.text(peer, "problem");
    if (!problem.isEmpty()) {
      return Finding.warn(what, problem, "");
    }
    if (!Status.flag(peer, "ready", true)) {
      return Finding.warn(
          what, "is not ready: its checks have not all spoken, or its kernel is not in step", "");
    }
    return Status.text(peer, "config").equals("untold")
        ? Finding.ok(
            what,
            "is of version "
                + Status.text(peer, "version")
                + ", so its configuration cannot be compared")
        : Finding.ok(what, "has the same configuration, and sees the same servers up");
  }
}
