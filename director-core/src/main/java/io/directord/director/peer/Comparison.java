package io.directord.director.peer;

import io.directord.director.peer.PeerView.Configuration;
import io.directord.director.peer.PeerView.Health;
import io.directord.failover.peer.NameHash;
import io.directord.failover.peer.PeerState;
import io.directord.failover.peer.Report;
import io.directord.failover.peer.Report.ServiceHealth;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Compares another director with this one. Pure. */
final class Comparison {
  /** Ages closer than this tell nothing: they are told in seconds. */
  private static final long TELLING_SECONDS = 3;

  private Comparison() {}

  /** Whether it runs the same; which is older is said only of what a reload has brought. */
  static Configuration configuration(Own own, PeerState peer, long nowNanos) {
    Report report = peer.report();
    if (report.configuration().equals(own.configuration())) {
      return Configuration.SAME;
    }
    if (!report.version().equals(own.version())) {
      return Configuration.UNTOLD;
    }
    long ownAge = TimeUnit.NANOSECONDS.toSeconds(nowNanos - own.configuredNanos());
    long age = age(peer, nowNanos);
    if (age > ownAge + TELLING_SECONDS && !own.asStarted()) {
      return Configuration.OLDER;
    }
    if (ownAge > age + TELLING_SECONDS && !report.asStarted()) {
      return Configuration.NEWER;
    }
    return Configuration.ANOTHER;
  }

  /** Seconds since it took its configuration over. */
  static long age(PeerState peer, long nowNanos) {
    return peer.report().loadedSeconds()
        + TimeUnit.NANOSECONDS.toSeconds(nowNanos - peer.provenNanos());
  }

  /**
   * Whether it sees the same servers up, where both run the same and both have looked.
   *
   * @param since when it was first seen to differ, if it does
   */
  static Health health(
      Own own, PeerState peer, Configuration configuration, Optional<Long> since, long nowNanos) {
    if (!comparable(own, peer, configuration)) {
      return Health.UNTOLD;
    }
    if (peer.report().verdicts().equals(own.health().digest())) {
      return Health.SAME;
    }
    return since.isPresent() && nowNanos - since.get() >= own.settleNanos()
        ? Health.DIFFERS
        : Health.SETTLING;
  }

  private static boolean comparable(Own own, PeerState peer, Configuration configuration) {
    return !peer.silent()
        && own.ready()
        && peer.report().ready()
        && configuration == Configuration.SAME;
  }

  /** The first difference, such as {@code web2 of web down, here it is up}. */
  static String difference(Own own, Report report) {
    Map<Integer, ServiceHealth> theirs = new HashMap<>();
    report.services().forEach(each -> theirs.put(each.service(), each));
    for (var service : own.health().services().entrySet()) {
      ServiceHealth told = theirs.get(NameHash.of(service.getKey()));
      Optional<String> found =
          told == null ? Optional.empty() : difference(service.getKey(), service.getValue(), told);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return report.up()
        + " of "
        + report.servers()
        + " servers up, here "
        + own.health().up()
        + " are, and not the same";
  }

  private static Optional<String> difference(
      String service, Map<String, Boolean> servers, ServiceHealth told) {
    boolean named = told.down().size() == told.servers() - told.up();
    if (named) {
      for (var server : servers.entrySet()) {
        boolean up = !told.down().contains(NameHash.of(server.getKey()));
        if (up != server.getValue()) {
          String here = up ? " up, here it is down" : " down, here it is up";
          return Optional.of(server.getKey() + " of " + service + here);
        }
      }
    }
    int up = OwnHealth.up(servers);
    return told.up() == up
        ? Optional.empty()
        : Optional.of(
            told.up()
                + " of "
                + told.servers()
                + " servers of "
                + service
                + " up, here "
                + up
                + " are");
  }
}
