package io.directord.health.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.directord.health.Advice;
import io.directord.health.Advice.Mode;
import io.directord.health.Advice.Weight;
import io.directord.health.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class AgentAnswerTest {

  @Test
  void theLastWordOfEachKindCounts() {
    assertEquals(
        up(new Advice(percent(25), Optional.of(Mode.READY), OptionalInt.of(7))),
        AgentAnswer.of(" down drain,50%\tmaxconn:3 READY,,Up 25% MaxConn:7"));
    assertEquals(new AgentAnswer.Down("stopped", ""), AgentAnswer.of("up stopped 75%"));
  }

  @Test
  void whoSaysNothingOfHealthIsUp() {
    assertEquals(up(Advice.mode(Mode.MAINTENANCE)), AgentAnswer.of("maint"));
    assertEquals(
        up(new Advice(percent(0), Optional.empty(), OptionalInt.empty())), AgentAnswer.of("0%"));
    assertEquals(up(Advice.weight(new Weight.Absolute(12))), AgentAnswer.of("weight:12"));
    assertEquals(up(Advice.weight(new Weight.Percent(12))), AgentAnswer.of("weight:12%"));
  }

  @Test
  void aReasonBeginsWhereAWordWould() {
    assertEquals(
        new AgentAnswer.Down("fail", "disk is full, 50%"),
        AgentAnswer.of("fail # disk is full, 50%"));
    assertEquals(new AgentAnswer.Up(Advice.NONE, Optional.of("down#x")), AgentAnswer.of("down#x"));
    assertEquals(new AgentAnswer.Down("down", "x"), AgentAnswer.of("down,#x"));
  }

  @Test
  void wordsThatAreNotKnownAreLeftOut() {
    for (String word :
        new String[] {
          "blah",
          "50",
          "-5%",
          "50%x",
          "maxconn:",
          "maxconn:x",
          "weight:",
          "weight:-1",
          "weight:99999",
          "maxconn:9999999999",
          "%",
          "up:",
          "+50%"
        }) {
      assertEquals(
          new AgentAnswer.Up(Advice.weight(new Weight.Percent(40)), Optional.of(word)),
          AgentAnswer.of(word + " 40%"));
    }
    assertEquals(new AgentAnswer.Nothing(), AgentAnswer.of(" ,\t"));
    assertEquals(new AgentAnswer.Nothing(), AgentAnswer.of("# why"));
  }

  @Test
  void noLineThrows() {
    String letters = "0123456789%#,: \tupdownweightmaxconn\u0000\u00ff";
    Seeds.forEach(
        500,
        random -> {
          StringBuilder line = new StringBuilder();
          for (int n = random.nextInt(60); n > 0; n--) {
            line.append(letters.charAt(random.nextInt(letters.length())));
          }
          assertNotNull(AgentAnswer.of(line.toString()));
          byte[] bytes = new byte[random.nextInt(200)];
          random.nextBytes(bytes);
          assertNotNull(AgentAnswer.of(new String(bytes, StandardCharsets.ISO_8859_1)));
        });
  }

  private static AgentAnswer up(Advice advice) {
    return new AgentAnswer.Up(advice, Optional.empty());
  }

  private static Optional<Weight> percent(int percent) {
    return Optional.of(new Weight.Percent(percent));
  }
}
