package io.directord.director.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.directord.director.Configs;
import io.directord.director.doctor.Observed.Clock;
import io.directord.failover.filter.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over files and programs that look like a host's. */
final class ObserverTest {
  private static final String LIMITS =
      """
      Limit                     Soft Limit           Hard Limit           Units
      Max open files            1024                 524288               files
      Max locked memory         unlimited            unlimited            bytes
      Max realtime priority     0                    0
      """;

  @TempDir private Path root = Path.of("");
  private final List<String> ran = new ArrayList<>();

  private void put(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Observed look(Map<String, String> answers, String status) throws Exception {
    Programs programs =
        new Programs() {
          @Override
          public boolean has(String program) {
            return answers.keySet().stream().anyMatch(each -> each.startsWith(program + " "));
          }

          @Override
          public Ran run(List<String> command, String input) {
            String line = String.join(" ", command);
            ran.add(line);
            return answers.containsKey(line)
                ? new Ran(answers.get(line), Optional.empty())
                : Ran.failed("no");
          }
        };
    put("d.conf", "");
    return new Observer(root, programs)
        .look(
            Configs.director(Seen.PAIR),
            root.resolve("d.conf"),
            List.of(),
            List.of(),
            new Observed.Daemon(
                status.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ConfigFactory.parseString(status)),
                "",
                "1"));
  }

  @Test
  void theRightsAreThoseOfTheRunningDirector() throws Exception {
    put("proc/self/status", "Name:\tjava\nCapEff:\t000001ffffffffff\n");
    put("proc/4711/status", "Name:\tjava\nCapEff:\t0000000000003000\n");
    put("proc/4711/limits", LIMITS);
    Observed.Running daemon = look(Map.of(), "pid = 4711").process();
    assertTrue(daemon.daemon());
    assertEquals(OptionalLong.of(0x3000), daemon.capabilities());
    assertEquals(OptionalLong.of(1024), daemon.openFiles());
    assertEquals(OptionalLong.of(Long.MAX_VALUE), daemon.lockedBytes());
    assertEquals(OptionalLong.of(0), daemon.realTime());
    Observed.Running own = look(Map.of(), "").process();
    assertFalse(own.daemon());
    assertEquals(OptionalLong.of(0x1ffffffffffL), own.capabilities());
    assertEquals(OptionalLong.empty(), own.openFiles());
  }

  @Test
  void aHostThatShowsNothingIsNoFault() throws Exception {
    Observed seen = look(Map.of(), "");
    assertEquals(Clock.UNKNOWN, seen.clock());
    assertEquals(OptionalLong.empty(), seen.process().capabilities());
    assertTrue(seen.modules().present().isEmpty());
    Doctor.examine(seen);
  }

  @Test
  void modulesAreLoadedBuiltInOrOnDisk() throws Exception {
    put("proc/sys/kernel/osrelease", "6.1\n");
    put("proc/modules", "ip_vs 200704 2 ip_vs_rr, Live 0x0\n");
    put("lib/modules/6.1/modules.builtin", "kernel/net/netfilter/ipvs/ip_vs_rr.ko\n");
    put("lib/modules/6.1/modules.dep", "kernel/net/netfilter/ipvs/ip-vs_wlc.ko.xz: a b\n");
    var modules = look(Map.of(), "").modules();
    assertTrue(modules.has("ip_vs") && modules.has("ip_vs_rr"));
    assertFalse(modules.lacks("ip_vs_wlc"));
    assertTrue(modules.lacks("ip_vs_mh"));
  }

  @Test
  void theClockIsAskedOfTimesyncdAndThenOfTimedatectl() throws Exception {
    String asked = "timedatectl show -p NTPSynchronized --value";
    assertEquals(Clock.SYNCHRONISED, look(Map.of(asked, "yes\n"), "").clock());
    assertEquals(Clock.FREE, look(Map.of(asked, "no\n"), "").clock());
    assertEquals(Clock.UNKNOWN, look(Map.of(asked + " x", ""), "").clock());
    put("run/systemd/timesync/synchronized", "");
    assertEquals(Clock.SYNCHRONISED, look(Map.of(asked, "no\n"), "").clock());
  }

  @Test
  void oldTablesAreAskedOnlyWhereTheyAreInUse() throws Exception {
    Map<String, String> answers =
        Map.of("nft list ruleset", "table", "iptables -w 2 -S", "-P INPUT DROP");
    assertEquals(1, look(answers, "").rulesets().size());
    assertFalse(ran.contains("iptables -w 2 -S"), ran::toString);
    put("proc/net/ip_tables_names", "nat\nfilter\n");
    Observed seen = look(answers, "");
    assertEquals("-P INPUT DROP", seen.rulesets().getLast().text());
    assertEquals(Set.of("nft", "iptables"), seen.programs());
  }

  @Test
  void theYoungestFileCounts() throws Exception {
    Instant young = Instant.parse("2026-01-02T00:00:00Z");
    put("conf.d/10.conf", "");
    put("conf.d/readme", "");
    Observed before = look(Map.of(), "");
    Files.setLastModifiedTime(root.resolve("d.conf"), FileTime.from(young.minusSeconds(9)));
    Files.setLastModifiedTime(root.resolve("conf.d/10.conf"), FileTime.from(young));
    assertTrue(before.file().changed().isPresent());
    Observed.File file =
        new Observer(root, new NoPrograms())
            .look(before.config(), root.resolve("d.conf"), List.of(), List.of(), before.daemon())
            .file();
    assertEquals(Optional.of(young), file.changed());
  }

  /** A host that has none. */
  private static final class NoPrograms implements Programs {
    @Override
    public boolean has(String program) {
      return false;
    }

    @Override
    public Ran run(List<String> command, String input) {
      return Ran.failed("there is none");
    }
  }
}
