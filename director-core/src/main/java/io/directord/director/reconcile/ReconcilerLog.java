package io.directord.director.reconcile;

import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.ServiceKey;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the reconciler says, each thing once for as long as it lasts. One thread's. */
final class ReconcilerLog {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** Plans longer than this are logged as a whole, not change by change. */
  private static final int CHANGES_LOGGED_MAX = 50;

  private String lastTrouble = "";
  private Set<ServiceKey> foreign = Set.of();

  void plan(Plan plan) {
    if (plan.changes().size() > CHANGES_LOGGED_MAX) {
      long drifted = plan.reasons().drifted(plan.changes());
      if (drifted > 0) {
        LOG.warn("event=drift changes={} of={}", drifted, plan.changes().size());
      }
      return;
    }
    for (IpvsChange change : plan.changes()) {
      String because = plan.reasons().because(change);
      if (plan.reasons().isDrift(change)) {
        LOG.warn("event=drift ipvsadm=\"{}\" because=\"{}\"", change.ipvsadm(), because);
      } else {
        LOG.info("event=change ipvsadm=\"{}\" because=\"{}\"", change.ipvsadm(), because);
      }
    }
  }

  void trouble(String line) {
    if (!line.equals(lastTrouble)) {
      LOG.error(line);
      lastTrouble = line;
    }
  }

  void noTrouble() {
    lastTrouble = "";
  }

  void foreign(Set<ServiceKey> seen) {
    for (ServiceKey key : seen) {
      if (!foreign.contains(key)) {
        LOG.info(
            "event=foreign-service service=\"{}\" left alone (ownership = shared)", key.text());
      }
    }
    foreign = seen;
  }

  /** Those seen last. */
  Set<ServiceKey> foreign() {
    return foreign;
  }
}
