package io.directord.director.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.journal.Entry;
import io.directord.director.peer.PeerView.Configuration;
import io.directord.director.peer.PeerView.Health;
import io.directord.failover.peer.Digest;
import io.directord.failover.peer.NameHash;
import io.directord.failover.peer.PeerState;
import io.directord.failover.peer.Report;
import io.directord.failover.peer.Report.RouterRole;
import io.directord.failover.vrrp.Role;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is said of another director, moment by moment. */
final class JudgementsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long NOW = 100_000 * SECOND;
  private static final Digest ONE = new Digest(1, 1);
  private static final Digest TWO = new Digest(2, 2);
  private static final InetAddress FROM = InetAddress.ofLiteral("192.0.2.2");

  private final Judgements judgements = new Judgements();

  private static OwnHealth health(boolean web2) {
    Map<String, Boolean> servers = Map.of("web1", true, "web2", web2, "web3", true);
    return new OwnHealth(Map.of("web", new TreeMap<>(servers)), web2 ? ONE : TWO, true);
  }

  private static Own own(Digest configuration, long loadedSeconds, boolean asStarted) {
    return new Own(
        "lvs1",
        "1",
        true,
        configuration,
        NOW - loadedSeconds * SECOND,
        asStarted,
        2,
        health(true),
        10 * SECOND);
  }

  private static Report report(Digest configuration, long loadedSeconds, OwnHealth health) {
    return new Report(
        "lvs2",
        "1",
        true,
        configuration,
        loadedSeconds,
        false,
        2,
        health.digest(),
        health.up(),
        health.servers(),
        List.of(new RouterRole(NameHash.of("public"), Role.BACKUP)),
        health.told(),
        1);
  }

  private static PeerState heard(Report report, long at) {
    return new PeerState(report, FROM, false, false, at);
  }

  private static PeerState silent(Report report, long at) {
    return new PeerState(report, FROM, true, false, at);
  }

  /** {@code problem of the first | news}. */
  private String look(Own own, PeerState peer, long nowNanos) {
    Judgements.Judged judged = judgements.judge(own, List.of(peer), nowNanos);
    StringBuilder text = new StringBuilder(judged.peers().getFirst().problem().orElse("-"));
    for (Entry each : judged.news()) {
      String kind = each.kind() + " " + each.fields().getOrDefault("class", "");
      text.append(" | ").append(kind.strip());
    }
    return text.toString();
  }

  @Test
  void aPeerThatIsAlikeIsHeardOnce() {
    Own own = own(ONE, 60, false);
    assertEquals("- | peer-heard", look(own, heard(report(ONE, 5, health(true)), NOW), NOW));
    assertEquals("-", look(own, heard(report(ONE, 6, health(true)), NOW), NOW));
  }

  @Test
  void anOlderConfigurationIsSaidWithItsAgeUntilItIsTheSame() {
    Own own = own(TWO, 60, false);
    PeerState older = heard(report(ONE, 3 * 3_600, health(true)), NOW);
    assertEquals(
        "lvs2 has an older configuration, loaded 3 h ago | peer-heard | peer-problem configuration",
        look(own, older, NOW));
    assertEquals("lvs2 has an older configuration, loaded 3 h ago", look(own, older, NOW));
    assertEquals(
        "- | peer-problem-ended configuration",
        look(own, heard(report(TWO, 1, health(true)), NOW), NOW));
  }

  @Test
  void whichIsOlderIsSaidOnlyWhenTheAgesTell() {
    PeerState peer = heard(report(ONE, 60, health(true)), NOW);
    assertEquals(Configuration.OLDER, Comparison.configuration(own(TWO, 50, false), peer, NOW));
    assertEquals(Configuration.NEWER, Comparison.configuration(own(TWO, 70, true), peer, NOW));
    assertEquals(Configuration.ANOTHER, Comparison.configuration(own(TWO, 58, false), peer, NOW));
    assertEquals(
        Configuration.ANOTHER,
        Comparison.configuration(own(TWO, 50, true), peer, NOW),
        "a start tells nothing of the age of what it read");
  }

  @Test
  void ofAnotherVersionNothingIsCompared() {
    Own own = own(TWO, 60, false);
    Own other =
        new Own("lvs1", "2", true, TWO, own.configuredNanos(), false, 2, health(false), SECOND);
    PeerState peer = heard(report(ONE, 5, health(true)), NOW);
    assertEquals(Configuration.UNTOLD, Comparison.configuration(other, peer, NOW));
    assertEquals("- | peer-heard", look(other, peer, NOW));
    assertEquals("-", look(other, peer, NOW + 60 * SECOND));
  }

  @Test
  void healthDiffersOnlyWhenItHasDifferedForAWhile() {
    Own own = own(ONE, 60, false);
    Report down = report(ONE, 5, health(false));
    assertEquals("- | peer-heard", look(own, heard(down, NOW), NOW));
    long almost = NOW + 10 * SECOND - 1;
    assertEquals("-", look(own, heard(down, almost), almost));
    long then = almost + 1;
    assertEquals(
        "lvs2 sees web2 of web down, here it is up | peer-problem health",
        look(own, heard(down, then), then));
    Report same = report(ONE, 5, health(true));
    assertEquals("- | peer-problem-ended health", look(own, heard(same, then), then));
    assertEquals("-", look(own, heard(down, then), then), "it has just begun again");
  }

  @Test
  void healthIsNotComparedWhereTheConfigurationsDiffer() {
    PeerState peer = heard(report(TWO, 60, health(false)), NOW);
    assertEquals(
        Health.UNTOLD,
        Comparison.health(own(ONE, 60, false), peer, Configuration.ANOTHER, Optional.of(0L), NOW));
  }

  @Test
  void aSilentPeerIsSaidToBeSilentAndWhatItHadIsKept() {
    Own own = own(TWO, 60, false);
    Report older = report(ONE, 3_600, health(true));
    look(own, heard(older, NOW), NOW);
    long later = NOW + 12 * SECOND;
    assertEquals(
        "lvs2 has been silent for 12 s | peer-problem silent",
        look(own, silent(older, NOW), later));
    assertEquals(
        "lvs2 has an older configuration, loaded 60 min ago | peer-problem-ended silent",
        look(own, heard(older, later), later));
  }

  @Test
  void aPeerThatDoesNotHearUsIsSaidToBeDeaf() {
    Report same = report(ONE, 60, health(true));
    assertEquals(
        "lvs2 is heard, but does not hear this node | peer-heard | peer-problem deaf",
        look(own(ONE, 60, false), new PeerState(same, FROM, true, true, NOW), NOW));
  }

  @Test
  void aPeerOfTheSameNameIsToldToTakeAnother() {
    Own own = own(ONE, 60, false);
    Own named =
        new Own("lvs2", "1", true, ONE, own.configuredNanos(), false, 2, health(true), SECOND);
    String said = look(named, heard(report(ONE, 60, health(true)), NOW), NOW);
    assertTrue(said.startsWith("the other director calls itself lvs2, as this one"), said);
  }

  @Test
  void whereTheDatagramHadNoRoomTheCountsAreSaid() {
    Report down = report(ONE, 5, health(false));
    Report cut =
        new Report("lvs2", "1", true, ONE, 5, false, 2, TWO, 2, 3, List.of(), List.of(), 1);
    assertEquals(
        "web2 of web down, here it is up", Comparison.difference(own(ONE, 1, false), down));
    assertEquals(
        "2 of 3 servers up, here 3 are, and not the same",
        Comparison.difference(own(ONE, 1, false), cut));
  }

  private static Optional<String> against(PeerView peer, int up) {
    return Successor.unfit(List.of(peer), "public", up).map(Successor::because);
  }

  private static PeerView view(Report report, boolean heard, Configuration configuration) {
    return new PeerView(report, FROM, heard, configuration, Health.SAME, Optional.empty());
  }

  @Test
  void aSwitchoverIsAdvisedAgainstWhereThePeerWouldServeWorse() {
    Report well = report(ONE, 5, health(true));
    assertEquals(Optional.empty(), against(view(well, true, Configuration.SAME), 3));
    assertEquals(Optional.empty(), against(view(well, true, Configuration.NEWER), 3));
    assertTrue(against(view(well, false, Configuration.SAME), 3).isPresent());
    assertTrue(against(view(well, true, Configuration.OLDER), 3).isPresent());
    assertEquals(
        Optional.of("it sees 3 servers up, here 7 are"),
        against(view(well, true, Configuration.SAME), 7));
    assertEquals(
        Optional.empty(),
        Successor.unfit(
            List.of(view(well, false, Configuration.SAME), view(well, true, Configuration.SAME)),
            "public",
            3),
        "one that would serve is enough");
  }
}
