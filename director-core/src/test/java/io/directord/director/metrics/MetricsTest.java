package io.directord.director.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.director.Director;
import io.directord.director.reconcile.OwnedServices;
import io.directord.director.reconcile.Reconciler;
import io.directord.health.HealthChecker;
import io.directord.health.ProbeStatistics;
import io.directord.health.transport.ProbeKinds;
import io.directord.kernel.ipvs.FakeIpvs;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsTest {
  private static final String WEB =
      """
      virtual-services { web {
        address = "192.0.2.1:80", check = on
        real-servers = [
          { name = web1, address = 10.0.0.1, weight = 100 }
          { name = web2, address = 10.0.0.2, check = off }
        ]
      } }
      http { check-metrics = true }
      """;

  @TempDir Path folder;

  @Test
  void aScrapeShowsEachServerAndForgetsWhatIsNotConfiguredAnyMore() {
    EmbeddedChannel time = new EmbeddedChannel();
    time.freezeTime();
    FakeIpvs kernel = new FakeIpvs();
    Consumer<Throwable> onBug =
        bug -> {
          throw new AssertionError(bug);
        };
    Director director =
        new Director(
            time.eventLoop(),
            Runnable::run,
            kernel,
            Configs.director(WEB),
            Path.of("test.conf"),
            false,
            _ -> Configs.result(""),
            () -> Instant.EPOCH,
            onBug);
    EventLoopGroup probes = HealthChecker.newLoops(1);
    try (HealthChecker checker =
        new HealthChecker(probes, new ProbeKinds(), director::onVerdict, onBug)) {
      ProbeStatistics statistics = checker.statistics();
      Metrics metrics = new Metrics(director::view, statistics);
      director.start(
          new Reconciler(
              time.eventLoop(),
              kernel,
              new OwnedServices(folder),
              Set.of(),
              Runnable::run,
              false,
              director::onRound,
              onBug),
          checker);
      settle(time);
      String text = metrics.scrape();
      shows(text, "directord_server_up{server=\"web1\",service=\"web\"} 1.0");
      shows(text, "directord_server_up{server=\"web2\",service=\"web\"} 0.0");
      shows(text, "directord_ipvs_backend_weight{server=\"web1\",service=\"web\"} 100.0");
      shows(text, "directord_service_in_service{service=\"web\"} 1.0");
      shows(text, "directord_arp_problem{server=\"web1\",service=\"web\"} 0.0");
      shows(text, "directord_arp_questions_total 0.0");
      shows(text, "directord_ipvs_in_step 1.0");
      shows(text, "directord_reconcile_rounds_total 2.0");
      shows(text, "directord_checks_in_flight 0.0");
      shows(text, "directord_checks_in_flight_max 4096.0");
      shows(text, "directord_check_transitions_total{to=\"down\"} 0.0");
      shows(text, "directord_check_lag_seconds_count 0");
      shows(text, "directord_check_up{check=\"on\",server=\"web1\",service=\"web\"} 1.0");
      director.reload();
      settle(time);
      assertTrue(!metrics.scrape().contains("web1"));
    } finally {
      probes.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private static void settle(EmbeddedChannel time) {
    time.runPendingTasks();
    time.advanceTimeBy(5, TimeUnit.MILLISECONDS);
    for (int i = 0; i < 20; i++) {
      time.runPendingTasks();
      time.runScheduledPendingTasks();
    }
  }

  private static void shows(String text, String line) {
    assertTrue(text.lines().anyMatch(line::equals), line + " in:\n" + text);
  }
}
