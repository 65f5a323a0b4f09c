package io.directord.failover;

import static io.directord.failover.Ips.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.address.AddressPlanner;
import io.directord.failover.address.HeldAddress;
import io.directord.kernel.Family;
import io.directord.kernel.Stages;
import io.directord.kernel.link.AddressChange;
import io.directord.kernel.link.AddressSpec;
import io.directord.kernel.link.FakeLinks;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The pure parts around the heartbeat. */
final class SmallPartsTest {
  private static final long INTERVAL = 1_000_000_000;
  private static final long START = 5 * INTERVAL;
  private static final InetAddress RIVAL = ip("192.0.2.2");

  @Test
  void oneStrayAdvertisementIsNoSplitBrainAndASecondAfterOurAnswerIs() {
    SplitBrain stray = SplitBrain.heard(Optional.empty(), RIVAL, INTERVAL, START);
    assertFalse(stray.established());
    SplitBrain early =
        SplitBrain.heard(Optional.of(stray), RIVAL, INTERVAL, START + INTERVAL + INTERVAL / 2 - 1);
    assertFalse(early.established());
    SplitBrain again =
        SplitBrain.heard(Optional.of(early), RIVAL, INTERVAL, START + INTERVAL + INTERVAL / 2);
    assertTrue(again.established());
    assertFalse(again.over(again.lastNanos() + 3 * INTERVAL));
    assertTrue(again.over(again.lastNanos() + 3 * INTERVAL + 1));
  }

  @Test
  void aRivalWithALongerIntervalIsNotSilentInBetween() {
    SplitBrain stray = SplitBrain.heard(Optional.empty(), RIVAL, 10 * INTERVAL, START);
    assertFalse(stray.over(START + 10 * INTERVAL));
    long second = START + 20 * INTERVAL;
    assertTrue(SplitBrain.heard(Optional.of(stray), RIVAL, 10 * INTERVAL, second).established());
  }

  @Test
  void anotherRivalBeginsAnew() {
    SplitBrain first = new SplitBrain(RIVAL, START, START, INTERVAL, true);
    assertFalse(
        SplitBrain.heard(Optional.of(first), ip("192.0.2.3"), INTERVAL, START).established());
  }

  @Test
  void advertisementsComeFromAnOwnAddressAndFromALinkLocalOneOfIpv6() {
    LinkTable.Port port = table("192.0.2.10", "192.0.2.1", "2001:db8::1", "fe80::1").orElseThrow();
    assertEquals(Optional.of(ip("192.0.2.1")), port.source(Family.IPV4));
    assertEquals(Optional.of(ip("fe80::1")), port.source(Family.IPV6));
  }

  @Test
  void theOwnerAdvertisesFromTheAddressThatItOwns() {
    LinkTable.Port port = table("192.0.2.10").orElseThrow();
    assertEquals(Optional.of(ip("192.0.2.10")), port.source(Family.IPV4));
    assertEquals(Optional.empty(), port.source(Family.IPV6));
  }

  @Test
  void whatWeAddedIsNoSource() {
    FakeLinks links = new FakeLinks();
    links.add(2, "lab0");
    HeldAddress held = Ips.held("192.0.2.10");
    Stages.get(
        links.apply(AddressPlanner.claim(Map.of(held, Optional.empty()), Map.of("lab0", 2))));
    LinkTable table =
        LinkTable.of(Stages.get(links.links()), Stages.get(links.addresses()), Set.of());
    assertEquals(List.of(), table.port("lab0").orElseThrow().own());
    assertEquals(table.port("lab0"), table.port(2));
    assertEquals(Optional.empty(), table.port("lab1"));
    assertEquals(Map.of("lab0", 2), table.indexes());
  }

  /** Of lab0, where 192.0.2.10 is virtual. */
  private static Optional<LinkTable.Port> table(String... addresses) {
    FakeLinks links = new FakeLinks();
    links.add(2, "lab0");
    for (String each : addresses) {
      links.behindTheBack(new AddressChange.AddAddress(2, "lab0", AddressSpec.of(ip(each), 24)));
    }
    return LinkTable.of(
            Stages.get(links.links()), Stages.get(links.addresses()), Set.of(ip("192.0.2.10")))
        .port("lab0");
  }

  @Test
  void aHistogramCountsEachDurationOnceUpToItsBound() {
    Histogram histogram = new Histogram();
    histogram.record(50_000);
    histogram.record(50_001);
    histogram.record(11_000_000_000L);
    assertEquals(1, histogram.in(0));
    assertEquals(1, histogram.in(1));
    assertEquals(2, histogram.upTo(1));
    assertEquals(1, histogram.in(Histogram.BOUNDS_MICROS.size()));
    assertEquals(3, histogram.count());
    assertEquals(11_000_100_001L, histogram.sumNanos());
  }

  @Test
  void tagsAreKeptSince5Point18() {
    assertTrue(KernelTags.kept("5.18.0"));
    assertTrue(KernelTags.kept("6.1.0-28-amd64"));
    assertFalse(KernelTags.kept("5.15.0-91-generic"));
    assertFalse(KernelTags.kept("4.19"));
    assertFalse(KernelTags.kept(""));
  }

  @Test
  void aNetworkIsTheLeadingBits() {
    assertTrue(NeighborProbe.sameNetwork(ip("10.1.2.3"), ip("10.1.2.254"), 24));
    assertFalse(NeighborProbe.sameNetwork(ip("10.1.2.3"), ip("10.1.3.3"), 24));
    assertTrue(NeighborProbe.sameNetwork(ip("10.1.2.127"), ip("10.1.2.3"), 25));
    assertFalse(NeighborProbe.sameNetwork(ip("10.1.2.128"), ip("10.1.2.3"), 25));
    assertTrue(NeighborProbe.sameNetwork(ip("2001:db8::1"), ip("2001:db8::ffff"), 64));
    assertFalse(NeighborProbe.sameNetwork(ip("10.1.2.3"), ip("2001:db8::1"), 0));
  }

  @Test
  void theGroupsAreThoseOfTheRfc() {
    assertEquals(ip("224.0.0.18"), Groups.of(Family.IPV4));
    assertEquals(ip("ff02::12"), Groups.of(Family.IPV6));
  }
}
