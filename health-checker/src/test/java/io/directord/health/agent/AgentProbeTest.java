package io.directord.health.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.health.Advice;
import io.directord.health.FailureKind;
import io.directord.health.Hostile;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class AgentProbeTest {
  private static final AgentCheck CHECK = new AgentCheck("");

  @AutoClose private static final TestLoop LOOP = new TestLoop();

  @Test
  void itsLineIsTheEvidence() {
    assertEquals(
        new ProbeOutcome.Success(
            0, "agent says \"up 40%\"", Advice.weight(new Advice.Weight.Percent(40))),
        ask(CHECK, saying("up 40%\r\nand more\n")));
    assertEquals(
        new ProbeOutcome.Success(
            0,
            "agent says \"ready slow\", of which \"slow\" is not known",
            Advice.mode(Advice.Mode.READY)),
        ask(CHECK, saying("ready slow\n")));
    assertEquals(
        new ProbeOutcome.Failure(FailureKind.STATUS, 0, "agent says stopped: for the night"),
        ask(CHECK, saying("stopped #for the night\n")));
  }

  @Test
  void anAgentCanBeAsked() {
    TestServer.Script echo =
        client -> {
          byte[] asked = client.getInputStream().readNBytes(5);
          client.getOutputStream().write(asked);
          TestServer.awaitEnd(client);
        };
    assertEquals(
        "agent says \"up x\", of which \"x\" is not known",
        ask(new AgentCheck("up x\n"), echo).evidence());
  }

  @Test
  void aLineWithoutItsEndIsNotJudged() {
    assertEquals(
        new ProbeOutcome.Failure(
            FailureKind.CLOSED, 0, "connection closed (waiting for the end of the line)"),
        ask(CHECK, client -> client.getOutputStream().write("up 5".getBytes(US_ASCII))));
    assertEquals(
        new ProbeOutcome.Failure(FailureKind.PROTOCOL, 0, "the agent says nothing: an empty line"),
        ask(CHECK, saying("\n")));
  }

  @Test
  void noServerHarmsIt() {
    Hostile.assertSurvived(LOOP.loop(), CHECK, "up 40%\n".getBytes(US_ASCII));
  }

  @Test
  void anEndlessLineIsNotReadToItsEnd() {
    ProbeOutcome outcome =
        ask(CHECK, Hostile.endless(new byte[0], "x".repeat(500).getBytes(US_ASCII)));
    assertEquals(
        new ProbeOutcome.Failure(
            FailureKind.PROTOCOL, 0, "a line of more than 1024 bytes: \"" + "x".repeat(64) + "…\""),
        outcome);
  }

  private ProbeOutcome ask(AgentCheck check, TestServer.Script script) {
    try (TestServer server = TestServer.start(script)) {
      return OneProbe.run(LOOP.loop(), server.address(), check);
    }
  }

  private static TestServer.Script saying(String line) {
    return client -> {
      client.getOutputStream().write(line.getBytes(US_ASCII));
      TestServer.awaitEnd(client);
    };
  }
}
