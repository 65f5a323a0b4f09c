package io.directord.director.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.directord.failover.filter.HostPrograms;
import io.directord.failover.filter.PacketFilter;
import io.directord.failover.filter.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the real programs, in a network namespace. */
final class RealTrafficFilterTest {
  private static final String NAMESPACE = "host-rules-test";
  private static final String FOREIGN =
      """
      table ip theirs {
        chain pre { type filter hook prerouting priority -150; tcp dport 22 meta mark set 9; }
        chain post { type nat hook postrouting priority 100; ip saddr 172.16.0.0/12 masquerade; }
      }
      """;

  private final Inside programs = new Inside();
  private final PacketFilter<HostRules> filter = TrafficFilter.of(programs);

  /** Runs them in the namespace. */
  private static final class Inside implements Programs {
    private final Programs host = new HostPrograms();
    private String iptables = "";

    @Override
    public boolean has(String program) {
      return iptables.isEmpty() == program.equals("nft");
    }

    @Override
    public Ran run(List<String> command, String input) throws InterruptedException {
      String program = command.getFirst();
      if (!iptables.isEmpty() && program.equals("nft")) {
        return Ran.failed("nft is left out");
      }
      List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
      words.add(iptables.isEmpty() ? program : variant(program));
      words.addAll(command.subList(1, command.size()));
      return host.run(words, input);
    }

    private String variant(String program) {
      return program.contains("-legacy")
          ? program
          : program.replace("tables", "tables-" + iptables);
    }

    String ask(String command) throws InterruptedException {
      List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
      words.addAll(List.of(command.split(" ")));
      Ran ran = host.run(words);
      assertEquals(Optional.empty(), ran.trouble(), command);
      return ran.output();
    }
  }

  @BeforeEach
  void namespace() throws Exception {
    assumeTrue(Files.isWritable(Path.of("/proc/sys/kernel/hostname")), "not root");
    assumeTrue(new HostPrograms().has("nft"), "no nft: apt-get install nftables");
    new HostPrograms().run(List.of("ip", "netns", "delete", NAMESPACE));
    Programs.Ran made = new HostPrograms().run(List.of("ip", "netns", "add", NAMESPACE));
    assumeTrue(made.ok(), () -> "no network namespaces: " + made.trouble());
  }

  @AfterEach
  void remove() throws InterruptedException {
    new HostPrograms().run(List.of("ip", "netns", "delete", NAMESPACE));
  }

  @Test
  void nftKeepsOurTableAndTouchesNoOther() throws Exception {
    assertEquals(Optional.empty(), programs.run(List.of("nft", "-f", "-"), FOREIGN).trouble());
    String before = programs.ask("nft list ruleset");
    assertEquals(Optional.empty(), filter.put(HostRulesTextTest.rules()));
    assertEquals("nft", filter.name());
    assertEquals(Optional.empty(), filter.damage());
    String ours = programs.ask("nft list table inet directord");
    assertEquals(before, programs.ask("nft list ruleset").replace(ours, ""));
    programs.ask("nft flush chain inet directord prerouting");
    assertEquals(Optional.of("table inet directord was changed"), filter.damage());
    programs.ask("nft flush ruleset");
    assertTrue(filter.damage().isPresent());
    assertEquals(Optional.empty(), filter.put(HostRulesTextTest.rules()));
    assertEquals(ours, programs.ask("nft list ruleset"));
    assertEquals(
        List.of("nft delete table inet directord"), TrafficFilter.of(programs).remove().removed());
    assertEquals("", programs.ask("nft list ruleset"));
  }

  @Test
  void iptablesOfNftablesKeepsOurChainsAndTouchesNoOther() throws Exception {
    iptables("nft");
    // What another run has left is found.
    assertEquals(Optional.empty(), filter.put(HostRulesTextTest.rules()));
    assertEquals(4, TrafficFilter.of(programs).remove().removed().size());
  }

  @Test
  void iptablesOfOldKeepsOurChainsAndTouchesNoOther() throws Exception {
    iptables("legacy");
  }

  private void iptables(String kind) throws Exception {
    assumeTrue(new HostPrograms().has("iptables-" + kind), "no iptables-" + kind);
    programs.iptables = kind;
    String list = "iptables-" + kind + "-save";
    programs.ask(
        "iptables-" + kind + " -t mangle -A PREROUTING -p tcp --dport 22 -j MARK --set-mark 9");
    programs.ask("iptables-" + kind + " -t nat -A POSTROUTING -s 172.16.0.0/12 -j MASQUERADE");
    String before = bare(programs.ask(list));
    assertEquals(Optional.empty(), filter.put(HostRulesTextTest.rules()));
    assertEquals("iptables", filter.name());
    assertEquals(Optional.empty(), filter.damage());
    String with = bare(programs.ask(list));
    assertNotEquals(before, with);
    assertEquals(before, bare(with.replaceAll("(?m)^.*DIRECTORD.*\n", "")));
    programs.ask("iptables-" + kind + " -t mangle -F PREROUTING");
    assertTrue(filter.damage().orElse("").contains("DIRECTORD-MARK"), filter.damage()::toString);
    assertEquals(Optional.empty(), filter.put(HostRulesTextTest.rules()));
    assertEquals(Optional.empty(), filter.damage());
    // Again, so that the jump is there once.
    assertEquals(Optional.empty(), filter.put(HostRulesTextTest.rules()));
    assertEquals(
        1, programs.ask(list).lines().filter("-A PREROUTING -j DIRECTORD-MARK"::equals).count());
    assertEquals(4, filter.remove().removed().size());
    assertEquals("", programs.ask(list).replaceAll("(?s)[^D]|D(?!IRECTORD)", ""));
  }

  /** Without times and counts. */
  private static String bare(String saved) {
    return saved.replaceAll("(?m)^#.*\n", "").replaceAll("\\[\\d+:\\d+]", "");
  }
}
