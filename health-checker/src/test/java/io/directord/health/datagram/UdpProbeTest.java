package io.directord.health.datagram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.TestLoop;
import io.directord.health.UdpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UdpProbeTest {
  private static final UdpCheck QUIET = check("ping", null);

  private final TestLoop loop = new TestLoop();

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void anAnswerAsExpectedIsUp() {
    try (UdpServer server = UdpServer.answering(question -> question)) {
      var expected = new Expectation.Bytes("in".getBytes(UTF_8));
      assertSuccess("answered as expected", run(server.address(), check("ping", expected)));
      var expression = new Expectation.Expression("^p.n[g]$");
      assertSuccess("answered as expected", run(server.address(), check("ping", expression)));
    }
  }

  @Test
  void iPv6IsAskedLikewise() {
    try (UdpServer server = UdpServer.on("::1", question -> List.of(question))) {
      assertSuccess("answered", run(server.address(), QUIET));
    }
    assertEquals(FailureKind.REFUSED, failure(server6Gone(), QUIET).kind());
  }

  @Test
  void anotherAnswerIsQuoted() {
    try (UdpServer server = UdpServer.answering(question -> "po\"ng\n".getBytes(UTF_8))) {
      var failure =
          failure(server.address(), check("ping", new Expectation.Bytes("x".getBytes(UTF_8))));
      assertEquals(FailureKind.BODY, failure.kind());
      assertEquals("answered \"po'ng.\", expected \"x\"", failure.evidence());
    }
  }

  @Test
  void whoHearsAndSaysNothingIsUpWhenNothingIsExpected() {
    try (UdpServer server = UdpServer.silent()) {
      assertSuccess("not refused", run(server.address(), QUIET));
    }
  }

  @Test
  void aClosedPortIsRefused() {
    var failure = failure(UdpServer.nobody(), QUIET);
    assertEquals(FailureKind.REFUSED, failure.kind());
    assertEquals("nobody listens there (ICMP: port unreachable)", failure.evidence());
  }

  @Test
  void silenceIsATimeoutWhenAnAnswerIsExpected() {
    try (UdpServer server = UdpServer.silent()) {
      var check = check("x", new Expectation.Bytes(new byte[] {1}));
      var outcome = OneProbe.run(loop.loop(), server.address(), check, OneProbe.HANG_MILLIS);
      var failure = assertInstanceOf(ProbeOutcome.Failure.class, outcome);
      assertEquals(FailureKind.TIMEOUT, failure.kind());
      assertTrue(failure.evidence().contains("waiting for an answer"), failure.evidence());
    }
  }

  @Test
  void anAnswerWithoutMeasureIsNoAnswer() {
    try (UdpServer server = UdpServer.answering(question -> new byte[5000])) {
      var failure = failure(server.address(), QUIET);
      assertEquals(FailureKind.PROTOCOL, failure.kind());
      assertEquals("an answer of more than 4096 bytes", failure.evidence());
    }
  }

  @Test
  void anExpressionThatWouldTakeForeverIsNotMet() {
    var evil = new Expectation.Expression("(a+)+$");
    assertFalse(evil.isMetBy(("a".repeat(4000) + "b").getBytes(UTF_8)));
    var deep = new Expectation.Expression("^(a|b)*$");
    deep.isMetBy("ab".repeat(2000).getBytes(UTF_8));
  }

  private static InetSocketAddress server6Gone() {
    try (UdpServer gone = UdpServer.on("::1", question -> List.of())) {
      return gone.address();
    }
  }

  private ProbeOutcome run(InetSocketAddress address, UdpCheck check) {
    return OneProbe.run(loop.loop(), address, check);
  }

  private ProbeOutcome.Failure failure(InetSocketAddress address, UdpCheck check) {
    return assertInstanceOf(ProbeOutcome.Failure.class, run(address, check));
  }

  private static void assertSuccess(String what, ProbeOutcome outcome) {
    var success = assertInstanceOf(ProbeOutcome.Success.class, outcome, outcome.toString());
    assertTrue(success.evidence().startsWith(what), success.evidence());
  }

  private static UdpCheck check(String send, @Nullable Expectation expect) {
    return new UdpCheck(
        HexFormat.of().formatHex(send.getBytes(UTF_8)),
        Optional.ofNullable(expect),
        Duration.ofMillis(100));
  }
}
