package io.directord.director;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.config.DirectorConfig;
import io.directord.director.host.ProcSys;
import io.directord.director.host.SysctlMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StandbyTest {
  private static final Set<InetAddress> OWN =
      Set.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("192.0.2.3"));
  private static final Set<InetAddress> OTHER = Set.of(InetAddress.ofLiteral("192.0.2.4"));
  private static final String ROUTERS =
      "virtual-routers { public { interface = eth0, vrid = 51, addresses = [192.0.2.10/24] } }\n";
  private static final String FOLLOW = "ipvs { sync { interface = eth1 } }\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          direct     | mode = follow                      | set: real server web/self is this node
          tunnel     | mode = follow                      | set: real server web/self is this node
          masquerade | mode = follow                      | leave: no real server is this node
          direct     | mode = follow, backup-only = true  | set: backup-only = true
          masquerade | mode = follow, backup-only = true  | set: backup-only = true
          direct     | mode = follow, backup-only = false | warn: set ipvs.sync.backup-only = auto
          direct     | mode = both                        | warn: set ipvs.sync.mode = follow
          direct     | mode = both, backup-only = false   | warn: follow and set ipvs.sync.backup-only
          direct     |                                    | warn: configure ipvs.sync, on both
          """)
  void aServerThatIsThisNodeDecides(String forwarding, @Nullable String sync, String expected) {
    String ipvs = sync == null ? "" : "ipvs { sync { interface = eth1, " + sync + " } }\n";
    String answer =
        switch (Standby.of(config(ROUTERS + ipvs, forwarding), OWN)) {
          case Standby.Setting(boolean on, String because) -> (on ? "set: " : "leave: ") + because;
          case Standby.BalancesAgain(String because) -> "warn: " + because;
        };
    String[] words = expected.split(": ", 2);
    assertTrue(answer.startsWith(words[0]) && answer.contains(words[1]), answer);
  }

  @Test
  void aServerElsewhereOrANodeWithoutRoutersIsSafe() {
    Standby safe = new Standby.Setting(false, "no real server is this node itself");
    assertEquals(safe, Standby.of(config(ROUTERS + FOLLOW, "direct"), OTHER));
    assertEquals(safe, Standby.of(config("", "direct"), OWN));
  }

  @Test
  void aLastResortIsReasonForASettingAndNoneForAWarning() {
    String service =
        """
        virtual-services { web { address = "192.0.2.10:80", forwarding = direct
          real-servers = [ { name = loop, address = 127.0.0.1 } ]
          last-resort { address = 192.0.2.3 } } }
        """;
    assertEquals(
        new Standby.Setting(true, "real server web/last-resort is this node itself"),
        Standby.of(Configs.director(ROUTERS + FOLLOW + service), OWN));
    assertEquals(
        new Standby.Setting(false, "no real server is this node itself"),
        Standby.of(Configs.director(ROUTERS + service), OWN));
  }

  @Test
  void withABackupDaemonThatAlwaysRunsTheSettingEndsAllBalancing() {
    DirectorConfig both = config("ipvs { sync { interface = eth1, mode = both } }\n", "direct");
    assertTrue(Standby.never(both, "1"));
    assertFalse(Standby.never(both, "0"));
    assertFalse(Standby.never(config(ROUTERS + FOLLOW, "direct"), "1"));
  }

  @Test
  void theSettingIsMadeAndGivenBack(@TempDir Path root) throws IOException {
    Path file = kernel(root, "0\n");
    BackupOnlySetting setting = setting(root);
    DirectorConfig follows = config(ROUTERS + FOLLOW, "direct");
    setting.apply(follows, OWN);
    setting.apply(follows, OWN);
    assertEquals("1", Files.readString(file).strip());
    setting.apply(follows, OTHER);
    assertEquals("0", Files.readString(file).strip());
  }

  @Test
  void whatSomebodyElseHasSetStays(@TempDir Path root) throws IOException {
    Path file = kernel(root, "1\n");
    BackupOnlySetting setting = setting(root);
    setting.apply(config(ROUTERS + FOLLOW, "direct"), OWN);
    setting.apply(config(ROUTERS + FOLLOW, "direct"), OTHER);
    assertEquals("1\n", Files.readString(file));
  }

  @Test
  void aKernelWithoutTheSettingIsNoFault(@TempDir Path root) {
    setting(root).apply(config(ROUTERS + FOLLOW, "direct"), OWN);
    assertFalse(Files.exists(root.resolve(BackupOnlySetting.NAME)));
  }

  private static BackupOnlySetting setting(Path root) {
    return new BackupOnlySetting(new ProcSys(root), SysctlMemory.open(root.resolve("state")));
  }

  @Test
  void aRunAfterACrashStillKnowsWhatItWasBefore(@TempDir Path root) throws IOException {
    Path file = kernel(root, "0\n");
    setting(root).apply(config(ROUTERS + FOLLOW, "direct"), OWN);
    setting(root).apply(config(ROUTERS + FOLLOW, "direct"), OTHER);
    assertEquals("0", Files.readString(file).strip());
  }

  /** Of a real one each writing replaces the value; a file of the same length does so too. */
  private static Path kernel(Path root, String value) throws IOException {
    Path file = root.resolve(BackupOnlySetting.NAME);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, value);
  }

  private static DirectorConfig config(String more, String forwarding) {
    return Configs.director(
        more
            + "virtual-services { web { address = \"192.0.2.10:80\", forwarding = "
            + forwarding
            + "\n real-servers = [ { name = self, address = 192.0.2.3 },"
            + " { name = other, address = 192.0.2.21 } ] } }");
  }
}
