package io.directord.director.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.HostConfig.Sysctls;
import io.directord.director.host.SysctlPlanner.Entry;
import io.directord.director.host.SysctlPlanner.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over files that look like the kernel's. */
final class SysctlKeeperTest {
  private static final String FORWARD = "net/ipv4/ip_forward";
  private static final String SERVICE =
      """
      virtual-services { s { address = "192.0.2.10:80", forwarding = masquerade
        real-servers = [ { name = a, address = 10.0.0.9 } ] } }
      """;
  private static final WantedSysctl WANTED = WantedSysctl.configured("net.ipv4.ip_forward", "1");

  @TempDir private Path folder = Path.of("");
  private Path root = folder;
  private Path state = folder;

  @BeforeEach
  void kernel() throws IOException {
    root = folder.resolve("proc");
    state = folder.resolve("state");
    put(FORWARD, "0");
    put("net/ipv4/conf/all/send_redirects", "1");
    put("net/ipv4/conf/eth0/send_redirects", "1");
    put("net/ipv4/vs/sync_threshold", "3\t50");
  }

  private void put(String path, String value) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, value + "\n");
  }

  private String held(String path) throws IOException {
    return Files.readString(root.resolve(path)).strip();
  }

  private SysctlKeeper keeper(boolean passive) {
    return new SysctlKeeper(new ProcSys(root), SysctlMemory.open(state), passive);
  }

  private static DirectorConfig host(String keys) {
    return Configs.director(SERVICE + "host { " + keys + " }");
  }

  @Test
  void whatIsAppliedIsWrittenDownAndGivenBack() throws IOException {
    SysctlKeeper keeper = keeper(false);
    keeper.look(host("sysctls = apply"));
    assertEquals("1", held(FORWARD));
    assertEquals("0", held("net/ipv4/conf/eth0/send_redirects"));
    assertTrue(Files.readString(state.resolve("sysctls")).contains("net.ipv4.ip_forward\t1\t0\n"));
    assertTrue(keeper.states().stream().allMatch(SysctlState::right), keeper.states()::toString);
    assertEquals(3, keeper.giveBack().size());
    assertEquals("0", held(FORWARD));
    assertEquals("1", held("net/ipv4/conf/eth0/send_redirects"));
    assertFalse(Files.exists(state.resolve("sysctls")));
  }

  @Test
  void reportChangesNothingAndShowsWhatIsWrong() throws IOException {
    SysctlKeeper keeper = keeper(false);
    keeper.look(host("sysctls = report"));
    assertEquals("0", held(FORWARD));
    assertFalse(Files.exists(state));
    List<String> wrong =
        keeper.states().stream().filter(s -> !s.right()).map(s -> s.wanted().name()).toList();
    assertEquals(
        List.of(
            "net.ipv4.ip_forward",
            "net.ipv4.conf.all.send_redirects",
            "net.ipv4.conf.eth0.send_redirects"),
        wrong);
  }

  @Test
  void aRunAfterACrashStillKnowsTheFirstValue() throws IOException {
    keeper(false).look(host("sysctls = apply"));
    SysctlKeeper second = keeper(false);
    second.look(host("sysctls = apply"));
    second.giveBack();
    assertEquals("0", held(FORWARD));
  }

  @Test
  void driftIsPutRightAndTheFirstValueIsKept() throws IOException {
    SysctlKeeper keeper = keeper(false);
    keeper.look(host("sysctls = apply"));
    put(FORWARD, "2");
    keeper.look(host("sysctls = apply"));
    assertEquals("1", held(FORWARD));
    keeper.giveBack();
    assertEquals("0", held(FORWARD));
  }

  @Test
  void whatSomebodyElseHasSetSinceStaysAtAStop() throws IOException {
    SysctlKeeper keeper = keeper(false);
    keeper.look(host("sysctls = apply"));
    put(FORWARD, "7");
    keeper.giveBack();
    assertEquals("7", held(FORWARD));
    assertFalse(Files.exists(state.resolve("sysctls")));
  }

  @Test
  void whatIsNoLongerAskedForIsGivenBackByAReload() throws IOException {
    SysctlKeeper keeper = keeper(false);
    keeper.look(host("sysctls = apply, values { \"net.ipv4.vs.sync_threshold\" = \"2 50\" }"));
    assertEquals("2 50", held("net/ipv4/vs/sync_threshold"));
    keeper.look(host("sysctls = apply"));
    assertEquals("3 50", held("net/ipv4/vs/sync_threshold"));
    assertEquals("1", held(FORWARD));
    keeper.look(host("sysctls = report"));
    assertEquals("0", held(FORWARD));
  }

  @Test
  void aMemoryOfAnotherBootCountsForNothing() throws IOException {
    Files.createDirectories(state);
    Files.writeString(state.resolve("sysctls"), "another boot\nnet.ipv4.ip_forward\t0\t1\n");
    keeper(false).giveBack();
    assertEquals("0", held(FORWARD));
  }

  @Test
  void aTornMemoryIsReadAsFarAsItGoes() throws IOException {
    keeper(false).look(host("sysctls = apply"));
    String whole = Files.readString(state.resolve("sysctls"));
    for (int cut = 0; cut < whole.length(); cut++) {
      Files.writeString(state.resolve("sysctls"), whole.substring(0, cut));
      assertTrue(SysctlMemory.open(state).entries().size() <= 3);
    }
  }

  @Test
  void whatCannotBeWrittenDownIsNotSet() throws IOException {
    Files.writeString(state, "a file where the folder should be");
    keeper(false).look(host("sysctls = apply"));
    assertEquals("0", held(FORWARD));
  }

  @Test
  void aShadowSetsNothingAndGivesNothingBack() throws IOException {
    keeper(false).look(host("sysctls = apply"));
    SysctlKeeper shadow = keeper(true);
    shadow.look(host("sysctls = report"));
    assertEquals("1", held(FORWARD));
    put(FORWARD, "0");
    shadow.look(host("sysctls = apply"));
    assertEquals("0", held(FORWARD));
  }

  @Test
  void aSysctlThatThisKernelLacksIsNeitherSetNorWrong() throws IOException {
    SysctlKeeper keeper = keeper(false);
    keeper.look(host("sysctls = apply, values { \"net.ipv4.vs.no_such\" = 1 }"));
    SysctlState last = keeper.states().getLast();
    assertEquals("net.ipv4.vs.no_such", last.wanted().name());
    assertTrue(last.right() && last.held().isEmpty(), last::toString);
  }

  @Test
  void thePlanSetsBeforeItGivesBackAndInReverseOrder() {
    Map<String, Entry> memory =
        new java.util.LinkedHashMap<>(Map.of("net.ipv4.ip_forward", new Entry("2", "0")));
    memory.put("net.a", new Entry("1", "0"));
    memory.put("net.b", new Entry("1", "0"));
    memory.put("net.c", new Entry("1", "0"));
    assertEquals(
        List.of(
            new Step.Set(WANTED, "2", "0", true),
            new Step.Forget("net.c"),
            new Step.GiveBack("net.b", new Entry("1", "0")),
            new Step.GiveBack("net.a", new Entry("1", "0"))),
        SysctlPlanner.plan(
            Sysctls.APPLY,
            List.of(WANTED),
            Map.of("net.ipv4.ip_forward", "2", "net.a", "1", "net.b", "1", "net.c", "5"),
            memory));
  }
}
