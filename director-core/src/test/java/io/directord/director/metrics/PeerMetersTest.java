package io.directord.director.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.peer.PeerView;
import io.directord.director.peer.PeerView.Configuration;
import io.directord.director.peer.PeerView.Health;
import io.directord.director.peer.PeerViews;
import io.directord.director.peer.PeersView;
import io.directord.failover.peer.PeerCounters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PeerMetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final PeerCounters counters = new PeerCounters();
  private final PeerMeters meters = new PeerMeters(registry, counters);

  private List<String> scrape(boolean heard, Configuration configuration, Health health) {
    PeerView peer = PeerViews.of(heard, configuration, health, Optional.empty());
    meters.update(new PeersView(true, List.of(peer), Optional.empty(), counters));
    return registry.scrape().lines().filter(line -> line.contains("lvs2")).sorted().toList();
  }

  @Test
  void eachPeerHasAGaugeForWhatCanBeTold() {
    assertEquals(
        List.of(
            "directord_peer_config_same{peer=\"lvs2\"} 0.0",
            "directord_peer_up{peer=\"lvs2\"} 1.0"),
        scrape(true, Configuration.OLDER, Health.UNTOLD));
    assertEquals(
        List.of(
            "directord_peer_config_same{peer=\"lvs2\"} 1.0",
            "directord_peer_health_same{peer=\"lvs2\"} 0.0",
            "directord_peer_up{peer=\"lvs2\"} 1.0"),
        scrape(true, Configuration.SAME, Health.DIFFERS));
    assertEquals(
        List.of("directord_peer_up{peer=\"lvs2\"} 0.0"),
        scrape(false, Configuration.SAME, Health.UNTOLD));
  }

  @Test
  void messagesAreCountedAlsoWithoutAnyPeer() {
    counters.sent.add(3);
    meters.update(PeersView.off(counters));
    String text = registry.scrape();
    assertTrue(text.contains("directord_peer_messages_sent_total 3"), text);
    assertTrue(text.contains("messages_rejected_total{reason=\"signature\"} 0"), text);
    assertFalse(text.contains("peer=\""), text);
  }
}
