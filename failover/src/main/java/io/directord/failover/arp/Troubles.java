package io.directord.failover.arp;

import io.directord.failover.arp.Watched.Pairing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which servers are in trouble: from the first claim on, until three turns in a row have found them
 * alive and silent. Confined to one thread; no clock.
 */
final class Troubles {
  static final int SILENT_TURNS = 3;

  private static final class Standing {
    private Finding finding;
    private final long sinceNanos;
    private long heardNanos;
    private int silentTurns;

    private Standing(Finding finding, long nowNanos) {
      this.finding = finding;
      this.sinceNanos = nowNanos;
      this.heardNanos = nowNanos;
    }
  }

  private final Map<Pairing, Standing> standings = new HashMap<>();

  /** When the last turn began that a server met with silence: what it said before is old news. */
  private final Map<Pairing, Long> silences = new HashMap<>();

  /** Has no others than these from now on; answers with what is over for that reason. */
  List<ArpEvent.Ended> keep(Map<Pairing, Watched> watched, long nowNanos) {
    List<ArpEvent.Ended> gone = new ArrayList<>();
    silences.keySet().retainAll(watched.keySet());
    standings
        .entrySet()
        .removeIf(each -> {
          Watched now = watched.get(each.getKey());
          Standing standing = each.getValue();
          if (now == null) {
            gone.add(ended(standing, "not watched any more", nowNanos));
            return true;
          }
          standing.finding = standing.finding.of(now);
          return false;
        });
    return gone;
  }

  /** A server has claimed its service's address; present when that is new. */
  Optional<ArpEvent.Began> heard(Watched watched, Claim claim, Instant now, long heardNanos) {
    Long silence = silences.get(watched.key());
    if (silence != null && heardNanos - silence < 0) {
      return Optional.empty();
    }
    Standing standing = standings.get(watched.key());
    if (standing != null) {
      standing.finding = standing.finding.with(claim.mac(), claim.sign());
      // News of a defence come late.
      standing.heardNanos += Math.max(0, heardNanos - standing.heardNanos);
      standing.silentTurns = 0;
      return Optional.empty();
    }
    Finding finding = new Finding(watched, claim.mac(), EnumSet.of(claim.sign()), now);
    standings.put(watched.key(), new Standing(finding, heardNanos));
    return Optional.of(new ArpEvent.Began(finding));
  }

  /**
   * A turn is over; present when the trouble is.
   *
   * @param proven the server is there: of one that is not, silence says nothing
   */
  Optional<ArpEvent.Ended> turn(Pairing key, boolean proven, long beganNanos, long nowNanos) {
    Standing standing = standings.get(key);
    if (standing == null || !proven || standing.heardNanos - beganNanos >= 0) {
      return Optional.empty();
    }
    standing.silentTurns++;
    silences.put(key, beganNanos);
    if (standing.silentTurns < SILENT_TURNS) {
      return Optional.empty();
    }
    standings.remove(key);
    return Optional.of(ended(standing, "silent", nowNanos));
  }

  private static ArpEvent.Ended ended(Standing standing, String because, long nowNanos) {
    return new ArpEvent.Ended(standing.finding, because, nowNanos - standing.sinceNanos);
  }

  Map<Pairing, Finding> findings() {
    Map<Pairing, Finding> findings = new HashMap<>();
    standings.forEach((key, standing) -> findings.put(key, standing.finding));
    return findings;
  }
}
