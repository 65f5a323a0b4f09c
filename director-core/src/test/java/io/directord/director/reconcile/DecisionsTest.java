package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.ServerSpec;
import io.directord.kernel.ipvs.ServiceSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel holds after verdicts, overrides, reloads and time. */
final class DecisionsTest {
  private static final String WEB = "tcp 192.0.2.1 80";
  private static final String TWO =
      """
      web {
        address = "192.0.2.1:80", check = { type = tcp }
        real-servers = [
          { name = web1, address = 10.0.0.1, weight = 100 }
          { name = web2, address = 10.0.0.2, weight = 50 }
        ]
      }
      """;
  private static final String ONE =
      """
      web {
        address = "192.0.2.1:80", check = { type = tcp }
        real-servers = [ { name = web1, address = 10.0.0.1, weight = 100 } ]
      }
      """;

  private final World world = new World();

  private static String with(String services, String more) {
    return services.replace("check =", more + "\n check =");
  }

  private void holds(String... lines) {
    assertEquals(List.of(lines), world.table());
  }

  private World bothUp() {
    world.services(TWO).up("web/web1", "web/web2").round();
    return world;
  }

  @Test
  void withoutAVerdictAServerThatTheKernelDoesNotKnowStaysOut() {
    world.services(TWO).round();
    holds("tcp 192.0.2.1:80");
  }

  @Test
  void theFirstVerdictUpPutsAServerInWithItsWeight() {
    world.services(TWO).up("web/web1").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100");
  }

  @Test
  void aRestartChangesNothing() {
    bothUp().down("web/web2").round();
    world.restart();
    assertEquals(List.of(), world.round());
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=0");
  }

  @Test
  void withoutAVerdictAServerKeepsTheWeightThatItHas() {
    bothUp().restart();
    world.kernel.behindTheBack(
        new IpvsChange.UpdateServer(
            World.key(WEB), World.server("10.0.0.1:80"), ServerSpec.of(Forwarding.DIRECT, 7)));
    assertEquals(List.of(), world.round());
    world.up("web/web1").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=50");
  }

  @Test
  void aServerThatIsDownGetsWeightZero() {
    bothUp().down("web/web1").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=0 10.0.0.2:80=50");
  }

  @Test
  void aServerThatIsDownFromTheStartEntersWithWeightZero() {
    world.services(TWO).down("web/web1").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=0");
  }

  @Test
  void aServerThatIsDownIsTakenOutWhereTheConfigurationSaysSo() {
    world.services(with(TWO, "when-down = remove")).up("web/web1", "web/web2").round();
    world.down("web/web1").round();
    holds("tcp 192.0.2.1:80 10.0.0.2:80=50");
  }

  @Test
  void aPersistentServiceTakesAServerOutByDefault() {
    world.services(with(TWO, "persistence = 5m")).up("web/web1", "web/web2").round();
    world.down("web/web1").round();
    holds("tcp 192.0.2.1:80 10.0.0.2:80=50");
  }

  @Test
  void aServerThatComesBackHasItsWeightAgain() {
    bothUp().down("web/web1").round();
    world.up("web/web1").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=50");
  }

  @Test
  void allServersDownWithoutALastResortStandWithWeightZero() {
    bothUp().down("web/web1", "web/web2").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=0 10.0.0.2:80=0");
  }

  @Test
  void theOperatorsWeightStandsOverTheConfiguredOne() {
    bothUp().weight("web/web1", 3).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=3 10.0.0.2:80=50");
    world.overrides.clear();
    world.round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=50");
  }

  @Test
  void theOperatorsWeightDoesNotBringADeadServerBack() {
    bothUp().weight("web/web1", 3).down("web/web1").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=0 10.0.0.2:80=50");
  }

  @Test
  void aDrainedServerHasWeightZeroHoweverHealthy() {
    bothUp().override("web/web1", OperatorOverride.Kind.DRAIN).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=0 10.0.0.2:80=50");
    world.pass(Duration.ofDays(1));
    assertEquals(List.of(), world.round());
  }

  @Test
  void aDisabledServerStandsAsIfItsChecksFailed() {
    bothUp().override("web/web1", OperatorOverride.Kind.DISABLE).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=0 10.0.0.2:80=50");
    world.services(with(TWO, "when-down = remove")).round();
    holds("tcp 192.0.2.1:80 10.0.0.2:80=50");
  }

  @Test
  void anOverrideOfAnUnknownServerChangesNothing() {
    bothUp().override("web/gone", OperatorOverride.Kind.DISABLE);
    assertEquals(List.of(), world.round());
  }

  @Test
  void theLastResortServesAloneWhileTheQuorumIsLost() {
    String last = "last-resort = { address = 127.0.0.1, port = 8081 }";
    world.services(with(TWO, last)).up("web/web1", "web/web2").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=50");
    world.down("web/web1", "web/web2").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=0 10.0.0.2:80=0 127.0.0.1:8081=1");
  }

  @Test
  void theLastResortIsDrainedWhenTheServiceRecovers() {
    String last = "last-resort = { address = 127.0.0.1, port = 8081 }";
    world.services(with(TWO, last)).down("web/web1", "web/web2").round();
    world.active(WEB, "127.0.0.1:8081", 2).up("web/web1").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=0 127.0.0.1:8081=0");
    world.pass(Duration.ofSeconds(3)).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=0 127.0.0.1:8081=0");
    world.active(WEB, "127.0.0.1:8081", 0).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=0");
  }

  @Test
  void aRestartKeepsALastResortThatServes() {
    String last = "last-resort = { address = 127.0.0.1, port = 8081 }";
    world.services(with(TWO, last)).down("web/web1", "web/web2").round();
    world.restart();
    assertEquals(List.of(), world.round());
    world.down("web/web1");
    assertEquals(List.of(), world.round());
    world.down("web/web2");
    assertEquals(List.of(), world.round());
  }

  @Test
  void theServersStillUpStandAsideForTheLastResort() {
    String last = "quorum = 2, last-resort = { address = 127.0.0.1, port = 8081 }";
    world.services(with(TWO, last)).up("web/web1", "web/web2").round();
    world.down("web/web1").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=0 10.0.0.2:80=0 127.0.0.1:8081=1");
    ServiceDecision decision = world.step().plan().decisions().getFirst();
    assertEquals(ServerState.UP, decision.servers().get(1).state());
    assertEquals(0, decision.inService());
    assertEquals("quorum lost: 1 of 2 up, 2 needed", decision.lastResort().orElseThrow().because());
  }

  @Test
  void aServerWithoutAVerdictIsNotCountedAgainstTheQuorum() {
    String last = "last-resort = { address = 127.0.0.1, port = 8081 }";
    world.services(with(TWO, last)).down("web/web1").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=0");
  }

  @Test
  void withHysteresisTheQuorumIsLostBelowAndHeldAbove() {
    String four =
        """
        web {
          address = "192.0.2.1:80", check = { type = tcp }, quorum = 2, hysteresis = 1
          last-resort = { address = 127.0.0.1, port = 8081 }
          real-servers = [
            { name = a, address = 10.0.0.1 }, { name = b, address = 10.0.0.2 }
            { name = c, address = 10.0.0.3 }, { name = d, address = 10.0.0.4 }
          ]
        }
        """;
    world.services(four).up("web/a", "web/b", "web/c", "web/d").round();
    world.down("web/b", "web/c", "web/d").round();
    assertTrue(decision().quorumHeld(), "one is still quorum minus hysteresis");
    world.down("web/a").round();
    assertTrue(!decision().quorumHeld(), "none is below it");
    world.up("web/a", "web/b").round();
    assertTrue(!decision().quorumHeld(), "two are below quorum plus hysteresis");
    world.up("web/c").round();
    assertTrue(decision().quorumHeld(), "three are enough");
  }

  private ServiceDecision decision() {
    return world.step().plan().decisions().getFirst();
  }

  @Test
  void aRemovedServerFinishesItsConnectionsBeforeItGoes() {
    bothUp().active(WEB, "10.0.0.2:80", 5).services(ONE).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=0");
    world.pass(Duration.ofSeconds(100)).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=0");
    world.active(WEB, "10.0.0.2:80", 0).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100");
  }

  @Test
  void aRemovedServerThatIsIdleStaysTwoSecondsForHandshakes() {
    bothUp().services(ONE).round();
    world.pass(Duration.ofMillis(1_999)).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=0");
    world.pass(Duration.ofMillis(1)).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100");
  }

  @Test
  void aRemovedServerGoesWhenItsTimeIsOverConnectionsOrNot() {
    bothUp().active(WEB, "10.0.0.2:80", 5).services(with(ONE, "drain-timeout = 10s")).round();
    world.pass(Duration.ofMillis(9_999)).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=0");
    world.pass(Duration.ofMillis(1)).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100");
  }

  @Test
  void withADrainTimeoutOfZeroARemovedServerGoesAtOnce() {
    bothUp().active(WEB, "10.0.0.2:80", 5).services(with(ONE, "drain-timeout = 0s")).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100");
  }

  @Test
  void aDrainIsLookedAtEachSecondAndAtItsEnd() {
    bothUp().active(WEB, "10.0.0.2:80", 5).services(with(ONE, "drain-timeout = 1500ms")).round();
    long first = world.step().goal().nextLookNanos().orElseThrow();
    world.pass(Duration.ofSeconds(1));
    long second = world.step().goal().nextLookNanos().orElseThrow();
    assertEquals(Duration.ofMillis(500).toNanos(), second - first);
    world.pass(Duration.ofMillis(500)).round();
    assertTrue(world.step().goal().nextLookNanos().isEmpty());
  }

  @Test
  void aServerThatIsPutBackDuringItsDrainServesAgain() {
    bothUp().active(WEB, "10.0.0.2:80", 5).services(ONE).round();
    world.pass(Duration.ofSeconds(60)).services(TWO).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=50");
    world.services(ONE).round();
    world.active(WEB, "10.0.0.2:80", 0).pass(Duration.ofSeconds(1)).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=0");
  }

  @Test
  void aRemovedServiceGoesWithTheLastOfItsServers() {
    bothUp().active(WEB, "10.0.0.2:80", 5).services("").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=0 10.0.0.2:80=0");
    world.pass(Duration.ofSeconds(2)).round();
    holds("tcp 192.0.2.1:80 10.0.0.2:80=0");
    world.active(WEB, "10.0.0.2:80", 0).round();
    holds();
  }

  @Test
  void aRemovedServiceKeepsTheDrainTimeoutItHad() {
    world.services(with(ONE, "drain-timeout = 10s")).up("web/web1").round();
    world.active(WEB, "10.0.0.1:80", 1).services("").round();
    world.pass(Duration.ofSeconds(10)).round();
    holds();
  }

  @Test
  void aRemovedServiceWithADrainTimeoutOfZeroGoesAtOnce() {
    world.services(with(ONE, "drain-timeout = 0s")).up("web/web1").round();
    world.active(WEB, "10.0.0.1:80", 1).services("");
    assertEquals(
        List.of("-D -t 192.0.2.1:80   # not in the configuration, no server left"), world.round());
  }

  @Test
  void aServiceThatIsPutBackDuringItsDrainServesAgain() {
    bothUp().active(WEB, "10.0.0.1:80", 1).services("").round();
    world.services(TWO).round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=100 10.0.0.2:80=50");
  }

  @Test
  void aServiceThatWasOursBeforeTheRestartAndIsConfiguredNoMoreIsRemoved() {
    bothUp().restart().services("").round();
    holds("tcp 192.0.2.1:80 10.0.0.1:80=0 10.0.0.2:80=0");
    world.pass(Duration.ofSeconds(2)).round();
    holds();
  }

  @Test
  void sharedOwnershipLeavesForeignServicesAlone() {
    foreign();
    bothUp();
    world.services("").round();
    world.pass(Duration.ofMinutes(10)).round();
    holds("tcp 192.0.2.9:25 10.0.0.9:25=1");
    assertEquals(1, world.step().plan().foreign().size());
  }

  @Test
  void exclusiveOwnershipRemovesForeignServices() {
    foreign();
    world.config(Configs.director("ipvs { ownership = exclusive }")).round();
    holds("tcp 192.0.2.9:25 10.0.0.9:25=0");
    world.pass(Duration.ofSeconds(2)).round();
    holds();
  }

  private void foreign() {
    world.kernel.behindTheBack(
        new IpvsChange.CreateService(World.key("tcp 192.0.2.9 25"), ServiceSpec.of("rr")),
        new IpvsChange.CreateServer(
            World.key("tcp 192.0.2.9 25"),
            World.server("10.0.0.9:25"),
            ServerSpec.of(Forwarding.MASQUERADE, 1)));
  }

  @Test
  void onePoolStandsBehindEachAddressAndPort() {
    world
        .services(ONE.replace("\"192.0.2.1:80\"", "\"192.0.2.1-2:80,443\""))
        .up("web/web1")
        .round();
    holds(
        "tcp 192.0.2.1:443 10.0.0.1:443=100",
        "tcp 192.0.2.1:80 10.0.0.1:80=100",
        "tcp 192.0.2.2:443 10.0.0.1:443=100",
        "tcp 192.0.2.2:80 10.0.0.1:80=100");
    world.down("web/web1").round();
    holds(
        "tcp 192.0.2.1:443 10.0.0.1:443=0",
        "tcp 192.0.2.1:80 10.0.0.1:80=0",
        "tcp 192.0.2.2:443 10.0.0.1:443=0",
        "tcp 192.0.2.2:80 10.0.0.1:80=0");
  }

  @Test
  void configuredTimeoutsAreSetAndTheOthersKept() {
    world.config(Configs.director("ipvs { timeouts { tcp = 1h } }"));
    assertEquals(List.of("--set 3600 120 300   # differs from the configuration"), world.round());
    assertEquals(List.of(), world.round());
  }

  @Test
  void aSyncDaemonIsStartedAndExchangedWhenTheConfigurationChanges() {
    String sync = "ipvs { sync { interface = eth1, id = 51, mode = master } }";
    world.config(Configs.director(sync)).round();
    assertEquals(List.of(), world.round());
    world.config(Configs.director(sync.replace("51", "52")));
    assertEquals(2, world.round().size());
    assertEquals(List.of(), world.round());
  }

  @Test
  void whatIsDecidedAgainAsBeforeIsTheSameInMemory() {
    world.services(TWO + ONE.replace("web {", "mail {").replace("192.0.2.1", "192.0.2.2"));
    world.up("web/web1", "web/web2", "mail/web1").round();
    Goal first = world.step().goal();
    world.round();
    Goal again = world.step().goal();
    assertSame(first.decisions().getFirst(), again.decisions().getFirst());
    assertSame(
        first.services().get(World.key(WEB)), again.services().get(World.key(WEB)), "wanted");
    world.down("web/web2").round();
    Goal changed = world.step().goal();
    assertNotSame(again.decisions().getFirst(), changed.decisions().getFirst());
    assertSame(again.decisions().getLast(), changed.decisions().getLast(), "another service");
  }
}
