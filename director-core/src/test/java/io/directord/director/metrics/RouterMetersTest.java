package io.directord.director.metrics;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.RouterViews;
import io.directord.failover.RoutersView;
import io.directord.failover.RoutersView.Strangers;
import io.directord.failover.vrrp.Role;
import io.directord.kernel.Family;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

final class RouterMetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RouterMeters meters = new RouterMeters(registry);
  private RoutersView now = RoutersView.EMPTY;
  private boolean keepalived;

  RouterMetersTest() {
    registry.getPrometheusRegistry().register(new RouterHistograms(() -> now));
    registry.getPrometheusRegistry().register(new KeepalivedNames(() -> keepalived, () -> now));
  }

  @Test
  void aScrapeShowsEachRouterAndForgetsThoseThatAreGone() {
    now = view(Role.ACTIVE);
    String text = scrape();
    shows(text, "directord_router_state{router=\"public\"} 2");
    shows(text, "directord_router_priority{router=\"public\"} 90");
    shows(text, "directord_split_brain{router=\"public\"} 1");
    shows(text, "directord_advertisements_rejected_total{reason=\"checksum\",router=\"public\"} 0");
    shows(text, "directord_advertisements_odd_total{kind=\"unsigned\",router=\"public\"} 0");
    for (String kind : List.of("peer", "real-server", "stranger")) {
      shows(text, "directord_address_conflicts_total{class=\"" + kind + "\",router=\"public\"} 0");
    }
    shows(
        text, "directord_advertisement_lateness_seconds_bucket{router=\"public\",le=\"0.001\"} 0");
    shows(text, "directord_advertisement_inter_arrival_seconds_count{router=\"public\"} 0");
    now = RoutersView.EMPTY;
    assertFalse(scrape().contains("public"));
  }

  @Test
  void whatIsCountedIsScraped() {
    now = view(Role.BACKUP);
    now.routers().getFirst().counters().sent.add(7);
    shows(scrape(), "directord_advertisements_sent_total{router=\"public\"} 7");
  }

  @Test
  void aRouterHasTheNamesOfKeepalivedsExporterWhereSomebodyWantsThem() {
    now = view(Role.ACTIVE);
    assertFalse(scrape().contains("keepalived_"));
    keepalived = true;
    var router = now.routers().getFirst();
    router.counters().becameActive.add(3);
    router.counters().resignationsSent.add(2);
    var held = router.settings().advertised().getFirst();
    String text = scrape();
    String vrid = "\",vrid=\"" + router.settings().vrid() + "\"} ";
    String labels = "iname=\"public\",intf=\"" + held.device() + vrid;
    shows(text, "keepalived_up 1.0");
    shows(
        text,
        "keepalived_vrrp_state{iname=\"public\",intf=\""
            + held.device()
            + "\",ip_address=\""
            + held.text().replace("/32", "")
            + vrid
            + "2");
    shows(text, "keepalived_become_master_total{" + labels + "3");
    shows(text, "keepalived_release_master_total{" + labels + "2");
    shows(text, "keepalived_priority_zero_sent_total{" + labels + "2");
    shows(text, "keepalived_advertisements_received_total{" + labels + "0");
  }

  @Test
  void aRouterThatComesBackCountsAnew() {
    now = view(Role.BACKUP);
    now.routers().getFirst().counters().sent.add(7);
    scrape();
    now = view(Role.BACKUP);
    shows(scrape(), "directord_advertisements_sent_total{router=\"public\"} 0");
  }

  @Test
  void onlyAShadowHasDisagreements() {
    now = view(Role.BACKUP);
    assertFalse(scrape().contains("shadow"));
    now = new RoutersView(List.of(RouterViews.disagreeing("other")), List.of());
    String text = scrape();
    shows(text, "directord_router_shadow_disagreement{router=\"other\"} 1");
    shows(text, "directord_router_shadow_disagreements_total{router=\"other\"} 0");
    now = RoutersView.EMPTY;
    assertFalse(scrape().contains("shadow_disagreement{"));
  }

  @Test
  void advertisementsForNobodyAreCountedByInterface() {
    LongAdder heard = new LongAdder();
    heard.add(3);
    now = new RoutersView(List.of(), List.of(new Strangers("eth0", Family.IPV4, heard)));
    String series =
        "directord_advertisements_unknown_vrid_total{family=\"ipv4\",interface=\"eth0\"} ";
    shows(scrape(), series + 3);
    heard.increment();
    shows(scrape(), series + 4);
    now = new RoutersView(List.of(), List.of(new Strangers("eth0", Family.IPV4, new LongAdder())));
    shows(scrape(), series + 0);
    now = RoutersView.EMPTY;
    assertFalse(scrape().contains("unknown_vrid_total{"));
  }

  private static RoutersView view(Role role) {
    return new RoutersView(List.of(RouterViews.router("public", role, Map.of())), List.of());
  }

  private String scrape() {
    meters.update(now);
    return registry.scrape();
  }

  private static void shows(String text, String start) {
    assertTrue(text.lines().anyMatch(line -> line.startsWith(start)), start + " in:\n" + text);
  }
}
