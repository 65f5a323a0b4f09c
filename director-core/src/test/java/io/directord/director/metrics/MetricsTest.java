package io.directord.director.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.directord.director.Configs;
import io.directord.director.Director;
import io.directord.director.reconcile.KernelCounts;
import io.directord.director.reconcile.OwnedServices;
import io.directord.director.reconcile.Reconciler;
import io.directord.health.HealthChecker;
import io.directord.health.transport.ProbeKinds;
import io.directord.kernel.ipvs.FakeIpvs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsTest {
  private final KernelCounts kernelCounts = new KernelCounts();
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

  private static final String UP = "directord_server_up{";

  @TempDir Path folder;
  private final FakeIpvs kernel = new FakeIpvs();

  /** Of a director that is in step with a fake kernel, frozen in time. */
  private final EmbeddedChannel time = new EmbeddedChannel();

  private final EventLoopGroup probes = HealthChecker.newLoops(1);

  MetricsTest() {
    time.freezeTime();
  }

  @AfterEach
  void end() {
    probes.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private Director director(String config) {
    return new Director(
        time.eventLoop(),
        Runnable::run,
        kernel,
        Configs.director(config),
        Path.of("test.conf"),
        false,
        _ -> Configs.result(""),
        () -> Instant.EPOCH,
        MetricsTest::bug);
  }

  private Metrics started(Director director) {
    HealthChecker checker =
        new HealthChecker(probes, new ProbeKinds(), director::onVerdict, MetricsTest::bug);
    Metrics metrics = new Metrics(director::view, checker.statistics());
    director.start(
        new Reconciler(
            time.eventLoop(),
            kernel,
            new OwnedServices(folder),
            Set.of(),
            Runnable::run,
            false,
            finished -> {
              kernelCounts.onRound(finished);
              director.onRound(finished);
            },
            MetricsTest::bug),
        checker);
    settle();
    return metrics;
  }

  private static void bug(Throwable bug) {
    throw new AssertionError(bug);
  }

  private void settle() {
    time.runPendingTasks();
    time.advanceTimeBy(5, TimeUnit.MILLISECONDS);
    for (int i = 0; i < 20; i++) {
      time.runPendingTasks();
      time.runScheduledPendingTasks();
    }
  }

  @Test
  void aScrapeShowsEachServerAndForgetsWhatIsNotConfiguredAnyMore() {
    Director director = director(WEB);
    Metrics metrics = started(director);
    String text = text(metrics);
    shows(text, "directord_server_up{server=\"web1\",service=\"web\"} 1.0");
    shows(text, "directord_server_up{server=\"web2\",service=\"web\"} 0.0");
    shows(text, "directord_ipvs_backend_weight{server=\"web1\",service=\"web\"} 100.0");
    shows(text, "directord_ipvs_service_connections_total{service=\"web\"} 0.0");
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
    director.reload(true);
    settle();
    assertFalse(text(metrics).contains("web1"));
  }

  @Test
  void theTableHasTheNamesOfNodeExporterWhereSomebodyWantsThem() {
    assertFalse(text(started(director(WEB))).contains("node_"));
    String wanted =
        "http.also-named = [node-exporter]\nvirtual-services { m { firewall-mark = 26,"
            + " scheduler = rr, real-servers = [ { address = 10.0.0.9, weight = 7 } ] } }\n";
    String text = text(started(director(WEB + wanted)));
    String labels = "{local_address=\"192.0.2.1\",local_mark=\"\",local_port=\"80\",proto=\"TCP\",";
    String remote = "remote_address=\"10.0.0.1\",remote_port=\"80\"} ";
    shows(text, "node_ipvs_backend_weight" + labels + remote + "100.0");
    shows(text, "node_ipvs_backend_connections_active" + labels + remote + "0.0");
    shows(text, "node_ipvs_backend_connections_inactive" + labels + remote + "0.0");
    shows(
        text,
        "node_ipvs_backend_weight{local_address=\"\",local_mark=\"0000001A\",local_port=\"0\","
            + "proto=\"FWM\",remote_address=\"10.0.0.9\",remote_port=\"0\"} 7.0");
  }

  @Test
  void theKernelsTotalsAreReadAsItPrintsThem() {
    KernelTotals totals =
        KernelTotals.of(
            List.of(
                "   Total Incoming Outgoing         Incoming         Outgoing",
                "   Conns  Packets  Packets            Bytes            Bytes",
                "       A      1FF        0           123456                0",
                ""));
    assertEquals(List.of(10L, 511L, 0L, 0x123456L, 0L), totals.numbers());
    assertEquals(
        OptionalLong.empty(), KernelTotals.of(List.of("a", "b", "1 2 x 4 5")).connections());
  }

  @Test
  void whereThereAreManyServersTheirLinesCanBeLeftOut() {
    String few =
        WEB.replace("check-metrics = true", "server-metrics = false, also-named = node-exporter");
    String text = text(started(director(few)));
    assertFalse(text.contains("server=\"") || text.contains("remote_address"), text);
    shows(text, "directord_service_in_service{service=\"web\"} 1.0");
  }

  @Test
  void whatTheKernelTookAndRefusedIsCounted() {
    Director director = director(WEB);
    Metrics metrics = started(director);
    metrics.ofKernel(kernelCounts);
    String text = text(metrics);
    shows(text, "directord_ipvs_changes_total{change=\"create-service\"} 1.0");
    shows(text, "directord_ipvs_changes_total{change=\"create-server\"} 2.0");
    shows(text, "directord_netlink_errors_total{operation=\"create-server\"} 0.0");
    shows(text, "directord_netlink_errors_total{operation=\"round\"} 0.0");
  }

  @Test
  void whatIsCountedElsewhereIsShownAfterACollectionOfGarbageToo() {
    Metrics metrics = started(director(WEB));
    LongAdder drifts = new LongAdder();
    metrics.ofEvents(kind -> kind.equals("drift") ? drifts.sum() : 0);
    shows(text(metrics), "directord_events_total{kind=\"drift\"} 0.0");
    System.gc();
    drifts.increment();
    shows(text(metrics), "directord_events_total{kind=\"drift\"} 1.0");
  }

  @Test
  void eachMetricSaysOnceWhatItIsAndHasALine() {
    Map<String, Integer> heads = new HashMap<>();
    text(started(director(WEB)))
        .lines()
        .filter(line -> line.startsWith("# HELP "))
        .peek(line -> assertTrue(line.split(" ", 4)[3].strip().length() > 5, line))
        .forEach(line -> heads.merge(line.split(" ", 4)[2], 1, Integer::sum));
    assertEquals(Set.of(1), Set.copyOf(heads.values()));
    for (Family family : Family.values()) {
      assertTrue(heads.containsKey(family.start()), family.start());
    }
  }

  /** Many pages, and the labels that were made for the scrape before. */
  @Test
  void aScrapeOfThousandsOfServersMakesFewObjects() {
    Metrics metrics = started(director(services(300, 10)));
    assertEquals(3000, text(metrics).lines().filter(l -> l.startsWith(UP)).distinct().count());
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ByteBuf page = Unpooled.buffer(2 * ServiceText.PAGE_BYTES);
    long before = thread.getCurrentThreadAllocatedBytes();
    Scrape scrape = metrics.scrape();
    int pages = 0;
    for (boolean more = true; more; pages++) {
      more = scrape.write(page.clear());
    }
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;
    assertTrue(pages > 10, pages + " pages");
    assertTrue(allocated < 1_000_000, allocated + " bytes");
  }

  private static String services(int services, int servers) {
    StringBuilder text = new StringBuilder("virtual-services {\n");
    for (int s = 0; s < services; s++) {
      text.append("s").append(s).append(" { address = \"10.1.").append(s / 250).append('.');
      text.append(s % 250 + 1).append(":80\", check = on, real-servers = [");
      for (int i = 1; i <= servers; i++) {
        text.append(" { address = 10.2.0.").append(i).append(" },");
      }
      text.append(" ] }\n");
    }
    return text + "}\nhttp { check-metrics = true }";
  }

  private static String text(Metrics metrics) {
    ByteBuf text = Unpooled.buffer();
    Scrape scrape = metrics.scrape();
    while (scrape.write(text)) {
      // one buffer takes them all
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static void shows(String text, String line) {
    assertTrue(text.lines().anyMatch(line::equals), line + " in:\n" + text);
  }
}
