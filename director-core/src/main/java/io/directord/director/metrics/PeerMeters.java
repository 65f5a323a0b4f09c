package io.directord.director.metrics;

import io.directord.director.peer.PeerView;
import io.directord.director.peer.PeerView.Configuration;
import io.directord.director.peer.PeerView.Health;
import io.directord.director.peer.PeersView;
import io.directord.failover.peer.PeerCounters;
import io.directord.failover.peer.Rejection;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Other directors as meters. Confined to the scrape under way. */
final class PeerMeters {
  private final MultiGauge up;
  private final MultiGauge sameConfiguration;
  private final MultiGauge sameHealth;

  PeerMeters(MeterRegistry registry, PeerCounters counters) {
    this.up = gauge(registry, "directord_peer_up", "1 while it is heard, and hears this node");
    this.sameConfiguration =
        gauge(registry, "directord_peer_config_same", "1 while it runs the same configuration");
    this.sameHealth =
        gauge(registry, "directord_peer_health_same", "0 while it sees other servers up");
    FunctionCounter.builder("directord_peer_messages_sent", counters, each -> each.sent.sum())
        .description("What other directors were told")
        .register(registry);
    FunctionCounter.builder(
            "directord_peer_messages_received", counters, each -> each.received.sum())
        .description("What other directors told, and was believed")
        .register(registry);
    for (Rejection why : Rejection.values()) {
      FunctionCounter.builder(
              "directord_peer_messages_rejected", counters, each -> each.rejected(why))
          .description("What was not believed")
          .tag("reason", why.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  void update(PeersView view) {
    List<Row<?>> ups = new ArrayList<>();
    List<Row<?>> configurations = new ArrayList<>();
    List<Row<?>> healths = new ArrayList<>();
    for (PeerView peer : view.peers()) {
      Tags tags = Tags.of("peer", peer.node());
      ups.add(Row.of(tags, peer.heard() ? 1 : 0));
      if (peer.heard() && peer.configuration() != Configuration.UNTOLD) {
        configurations.add(Row.of(tags, peer.configuration() == Configuration.SAME ? 1 : 0));
      }
      if (peer.health() != Health.UNTOLD) {
        healths.add(Row.of(tags, peer.health() == Health.DIFFERS ? 0 : 1));
      }
    }
    up.register(ups, true);
    sameConfiguration.register(configurations, true);
    sameHealth.register(healths, true);
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }
}
