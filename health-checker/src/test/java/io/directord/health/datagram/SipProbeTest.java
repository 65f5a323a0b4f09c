package io.directord.health.datagram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.FailureKind;
import io.directord.health.Hostile;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Seeds;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.UdpServer;
import io.directord.health.datagram.SipCheck.Transport;
import io.directord.health.datagram.SipMessages.Answer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SipProbeTest {
  private static final SipCheck BY_TCP =
      new SipCheck(Optional.of("sip:ping@example.com"), SipCheck.DEFAULT.status(), Transport.TCP);

  private final TestLoop loop = new TestLoop();

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void theStatusOfAFinalAnswerToThisCallCounts() {
    assertEquals(new Answer.Status(200), SipMessages.read("SIP/2.0 200 OK\r\nCall-ID: x", "x"));
    assertEquals(new Answer.Status(486), SipMessages.read("SIP/2.0 486\r\ni :  x ", "x"));
    assertEquals(new Answer.Other(), SipMessages.read("SIP/2.0 100 Trying\r\nCall-ID: x", "x"));
    assertEquals(new Answer.Other(), SipMessages.read("SIP/2.0 200 OK\r\nCall-ID: y", "x"));
    for (String bad :
        List.of("", "SIP/2.0 20", "SIP/2.0 700 X", "HTTP/1.1 200 OK", "SIP/2.0 2000")) {
      assertInstanceOf(Answer.Malformed.class, SipMessages.read(bad, "x"), bad);
    }
  }

  @Test
  void randomTextIsSurvived() {
    Seeds.forEach(
        500,
        random -> {
          byte[] bytes = new byte[random.nextInt(200)];
          random.nextBytes(bytes);
          String text = new String(bytes, ISO_8859_1);
          SipMessages.headerChars(text);
          SipMessages.read("SIP/2.0 200 " + text, "x");
        });
  }

  @Test
  void addressesThatCouldEndTheLineAreRefused() {
    for (String bad : List.of("example.com", "sip:", "sip:a b", "sip:a>\r\nX: y", "http://x")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new SipCheck(Optional.of(bad), SipCheck.DEFAULT.status(), Transport.UDP));
    }
  }

  @Test
  void aServerIsAskedByDatagram() {
    try (UdpServer server =
        UdpServer.on(
            "127.0.0.1",
            question -> List.of(answer(question, "100 Trying"), answer(question, "200 OK")))) {
      assertSuccess(OneProbe.run(loop.loop(), server.address(), SipCheck.DEFAULT));
    }
    try (UdpServer server = UdpServer.answering(question -> answer(question, "503 Busy"))) {
      assertFailure(server.address(), FailureKind.STATUS, "SIP 503, expected 200-299");
    }
    try (UdpServer server = UdpServer.answering(question -> question)) {
      assertFailure(server.address(), FailureKind.PROTOCOL, "not SIP: \"OPTIONS sip:127.0.0.1:");
    }
    assertFailure(UdpServer.nobody(), FailureKind.REFUSED, "nobody listens there");
  }

  @Test
  void aServerIsAskedByConnection() {
    TestServer.Script script =
        client -> {
          byte[] request = TestServer.readRequest(client).getBytes(ISO_8859_1);
          client.getOutputStream().write(answer(request, "100 Trying"));
          client.getOutputStream().write(answer(request, "200 OK"));
          TestServer.awaitEnd(client);
        };
    try (TestServer server = TestServer.start(script)) {
      assertSuccess(OneProbe.run(loop.loop(), server.address(), BY_TCP));
    }
  }

  @Test
  void hostileServersAreSurvived() {
    Hostile.assertSurvived(
        loop.loop(), BY_TCP, "SIP/2.0 100 Trying\r\nCall-ID: x\r\n\r\n".getBytes(ISO_8859_1));
  }

  private void assertFailure(InetSocketAddress address, FailureKind kind, String evidence) {
    var outcome = OneProbe.run(loop.loop(), address, SipCheck.DEFAULT);
    var failure = assertInstanceOf(ProbeOutcome.Failure.class, outcome, outcome.toString());
    assertEquals(kind, failure.kind());
    assertTrue(failure.evidence().startsWith(evidence), failure.evidence());
  }

  private static void assertSuccess(ProbeOutcome outcome) {
    var success = assertInstanceOf(ProbeOutcome.Success.class, outcome, outcome.toString());
    assertTrue(success.evidence().startsWith("SIP 200"), success.evidence());
  }

  private static byte[] answer(byte[] request, String status) {
    Matcher id = Pattern.compile("Call-ID: (\\w+)").matcher(new String(request, ISO_8859_1));
    assertTrue(id.find());
    return ("SIP/2.0 " + status + "\r\nCall-ID: " + id.group(1) + "\r\nContent-Length: 0\r\n\r\n")
        .getBytes(ISO_8859_1);
  }
}
