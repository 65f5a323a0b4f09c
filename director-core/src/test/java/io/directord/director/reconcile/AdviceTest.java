package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.health.Advice;
import io.directord.health.Advice.Mode;
import io.directord.health.Advice.Weight;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.ServerSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What follows when a server asks for something by its checks. */
final class AdviceTest {
  private static final String TWO =
      """
      web {
        address = "192.0.2.1:80", check = { type = tcp }
        real-servers = [
          { name = web1, address = 10.0.0.1, weight = 100, upper-threshold = 500, lower-threshold = 400 }
          { name = web2, address = 10.0.0.2, weight = 50 }
        ]
      }
      """;

  private final World world = new World().services(TWO).up("web/web1", "web/web2");

  private static Advice percent(int percent) {
    return Advice.weight(new Weight.Percent(percent));
  }

  private static Advice most(int connections) {
    return new Advice(Optional.empty(), Optional.empty(), OptionalInt.of(connections));
  }

  private void says(String server, Opinion.Answer answer, String evidence, Advice advice) {
    int configured = server.endsWith("1") ? 100 : 50;
    world.opinions.put(
        server, new Opinion(answer, evidence, Asked.of(advice, configured, evidence)));
  }

  private void holds(String line) {
    world.round();
    assertEquals(List.of("tcp 192.0.2.1:80 " + line), world.table());
  }

  private ServerDecision web1() {
    return world.step().plan().decisions().getFirst().servers().getFirst();
  }

  @Test
  void aShareIsOfTheConfiguredWeightAndRoundedUp() {
    says("web/web1", Opinion.Answer.UP, "agent", percent(33));
    says("web/web2", Opinion.Answer.UP, "agent", percent(1));
    holds("10.0.0.1:80=33 10.0.0.2:80=1");
    assertEquals("agent; weight 33 in place of 100 asked for by the server", web1().because());
    assertEquals(65_535, Asked.share(60_000, 25_600));
    assertEquals(0, Asked.share(0, 50));
  }

  @Test
  void anAbsoluteWeightStandsInPlaceOfTheConfiguredOne() {
    says("web/web2", Opinion.Answer.UP, "agent", Advice.weight(new Weight.Absolute(200)));
    holds("10.0.0.1:80=100 10.0.0.2:80=200");
  }

  @Test
  void noServerTalksItselfIntoAConfiguredWeightOfZero() {
    assertEquals(
        OptionalInt.of(0), Asked.of(Advice.weight(new Weight.Absolute(200)), 0, "agent").weight());
  }

  @Test
  void weightZeroIsADrain() {
    says("web/web1", Opinion.Answer.UP, "agent", percent(0));
    holds("10.0.0.1:80=0 10.0.0.2:80=50");
    assertEquals(ServerState.DRAINING, web1().state());
  }

  @Test
  void theOperatorsWeightWins() {
    says("web/web1", Opinion.Answer.UP, "agent", percent(50));
    world.weight("web/web1", 7);
    holds("10.0.0.1:80=7 10.0.0.2:80=50");
  }

  @Test
  void aServerThatAsksForADrainDrains() {
    says("web/web1", Opinion.Answer.UP, "HTTP 404", Advice.mode(Mode.DRAIN));
    holds("10.0.0.1:80=0 10.0.0.2:80=50");
    assertEquals(ServerState.DRAINING, web1().state());
    assertEquals("asked for by the server: HTTP 404", web1().because());
    says("web/web1", Opinion.Answer.DOWN, "refused", Advice.mode(Mode.DRAIN));
    assertEquals(ServerState.DOWN, web1().state());
    says("web/web1", Opinion.Answer.UP, "HTTP 200", Advice.mode(Mode.READY));
    holds("10.0.0.1:80=100 10.0.0.2:80=50");
  }

  @Test
  void inMaintenanceTheVerdictIsOfNoInterest() {
    says("web/web1", Opinion.Answer.DOWN, "refused", Advice.mode(Mode.MAINTENANCE));
    assertEquals(ServerState.DRAINING, web1().state());
    assertEquals("maintenance, asked for by the server; its check: refused", web1().because());
  }

  @Test
  void theOperatorsWeightDoesNotEndADrainThatTheServerAskedFor() {
    says("web/web1", Opinion.Answer.UP, "HTTP 404", Advice.mode(Mode.DRAIN));
    world.weight("web/web1", 7);
    holds("10.0.0.1:80=0 10.0.0.2:80=50");
  }

  @Test
  void connectionsAreTheUpperThresholdButNotAboveTheConfiguredOne() {
    Asked asked = Asked.of(most(100), 1, "agent");
    ServerSpec free = ServerSpec.of(Forwarding.DIRECT, 1);
    assertEquals(100, asked.limit(free).upperThreshold());
    ServerSpec limited = new ServerSpec(Forwarding.DIRECT, 1, 500, 400);
    assertEquals(new ServerSpec(Forwarding.DIRECT, 1, 100, 100), asked.limit(limited));
    assertEquals(limited, Asked.of(most(900), 1, "agent").limit(limited));
    assertEquals(limited, Asked.of(most(0), 1, "agent").limit(limited));
    says("web/web2", Opinion.Answer.UP, "agent", most(30));
    assertEquals(1, world.round().stream().filter(line -> line.contains("-x 30")).count());
    says("web/web2", Opinion.Answer.UP, "agent", most(0));
    assertEquals(1, world.round().size());
  }

  @Test
  void ofSeveralChecksTheMostCarefulCounts() {
    Asked both =
        Asked.of(percent(50), 100, "one")
            .and(Asked.of(Advice.weight(new Weight.Absolute(20)), 100, "two"))
            .and(Asked.of(Advice.mode(Mode.DRAIN), 100, "three"))
            .and(Asked.of(most(9), 100, "four"))
            .and(Asked.of(Advice.mode(Mode.READY), 100, "five"));
    assertEquals(new Asked(OptionalInt.of(20), Mode.DRAIN, "three", OptionalInt.of(9)), both);
    assertEquals(both, Asked.read(both.words()));
  }
}
