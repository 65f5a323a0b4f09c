package io.directord.director.doctor;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;

/** What the running director could not do to this host. Pure. */
final class RunningHost implements StatusExamination {
  @Override
  public List<Finding> of(Config status, Observed seen) {
    List<Finding> findings = new ArrayList<>();
    if (status.hasPath("host.rules")) {
      findings.add(
          Status.flag(status, "host.rules.inForce", false)
              ? Finding.ok(
                  "rules", "marks and masquerading, by " + Status.text(status, "host.rules.by"))
              : Finding.fail(
                  "rules",
                  "marks and masquerading are not in force: "
                      + Status.text(status, "host.rules.because"),
                  "apt-get install nftables; CAP_NET_ADMIN for the director"));
    }
    return findings;
  }
}
