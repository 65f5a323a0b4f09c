package io.directord.health.http;

import static io.directord.health.http.Http3Server.DATA;
import static io.directord.health.http.Http3Server.GO_AWAY;
import static io.directord.health.http.Http3Server.HEADERS;
import static io.directord.health.http.Http3Server.INTERIM;
import static io.directord.health.http.Http3Server.OK;
import static io.directord.health.http.Http3Server.PUSH_PROMISE;
import static io.directord.health.http.Http3Server.RESERVED;
import static io.directord.health.http.Http3Server.SETTINGS;
import static io.directord.health.http.Http3Server.control;
import static io.directord.health.http.Http3Server.frame;
import static io.directord.health.http.Http3Server.join;
import static io.directord.health.http.Http3Server.last;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Endpoint;
import io.directord.health.Eventually;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Route;
import io.directord.health.Seeds;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import io.directord.health.Tls;
import io.directord.health.UdpServer;
import io.directord.health.http.Http3Server.Script;
import io.directord.health.http.HttpCheck.Version;
import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** HTTP/3 as servers must not speak it, frame by frame, over QUIC as it should be. */
final class Http3OnLoopbackTest {
  private static final int RANDOM_SEEDS = 20;
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int REQUEST_REJECTED = 0x10b;
  private static final byte[] NOTHING = {};

  private static final HttpCheck PLAIN = HttpCheck.plain(Version.HTTP3);
  private static final HttpCheck HELLO =
      new HttpCheck(Version.HTTP3, HttpRequest.GET, HttpChecks.expecting("hello"));

  private static final TestLoop loops = new TestLoop();
  private static final TestLoop servers = new TestLoop();
  private static final EventLoop loop = loops.loop();

  @AfterAll
  static void stop() {
    servers.close();
    loops.close();
  }

  @Test
  void anAnswerInPiecesIsPutTogether() {
    byte[] trailer = frame(HEADERS, 0, 0, 0x21, 'x', 1, 'y');
    byte[] answer =
        join(
            frame(RESERVED, 1, 2, 3),
            INTERIM,
            OK,
            frame(DATA, ascii("hel")),
            frame(DATA),
            frame(DATA, ascii("lo")),
            trailer);
    assertEquals(ok(), play(HELLO, greeted((_, request) -> last(request, answer))));
    assertEquals(
        ok(), play(HELLO, greeted((_, request) -> Http3Server.slowly(request, answer, 0))));
  }

  @Test
  void anAnswerWithoutSettingsBeforeItIsGood() {
    assertEquals(ok(), play(PLAIN, (_, request) -> last(request, OK)));
  }

  @Test
  void aResetOfTheRequestIsTold() {
    assertEquals(
        bad(FailureKind.RESET, "the server reset the request: H3_REQUEST_REJECTED"),
        play(PLAIN, greeted((_, request) -> request.shutdownOutput(REQUEST_REJECTED))));
  }

  @Test
  void aServerThatGoesAwayIsTold() {
    assertEquals(
        bad(FailureKind.RESET, "the server goes away, and does not answer"),
        play(PLAIN, (connection, _) -> control(connection, frame(GO_AWAY, 0))));
    Script later =
        (connection, request) -> {
          control(connection, frame(GO_AWAY, 4));
          last(request, OK);
        };
    assertEquals(ok(), play(PLAIN, later));
  }

  @Test
  void aConnectionThatTheServerClosesIsTold() {
    assertEquals(
        bad(
            FailureKind.RESET,
            "the server closes the connection: H3_INTERNAL_ERROR"
                + " (connected, waiting for HTTP/3)"),
        play(PLAIN, (connection, _) -> Http3Server.closeWith(connection, true, 0x102)));
    assertEquals(
        bad(
            FailureKind.CLOSED,
            "the server closes the connection: NO_ERROR (connected, waiting for HTTP/3)"),
        play(PLAIN, (connection, _) -> Http3Server.closeWith(connection, false, 0)));
  }

  @Test
  void anEndlessBodyIsGivenUpAtItsBound() {
    Script endless =
        greeted((_, request) -> {
          Http3Server.write(request, OK);
          Http3Server.endless(request, frame(DATA, new byte[500]));
        });
    assertEquals(
        bad(FailureKind.BODY, "HTTP 200, a body of more than 1000 bytes (body-limit)"),
        play(HELLO, endless));
    assertEquals(ok(), play(PLAIN, endless));
  }

  @Test
  void aFloodOfFramesIsGivenUp() {
    String many = "more than 1000 frames beside the answer";
    assertEquals(
        bad(FailureKind.PROTOCOL, many),
        play(PLAIN, greeted((_, request) -> Http3Server.endless(request, INTERIM))));
    assertEquals(
        bad(FailureKind.PROTOCOL, many),
        play(PLAIN, greeted((_, request) -> Http3Server.endless(request, frame(RESERVED)))));
    byte[][] reserved = new byte[2000][];
    Arrays.fill(reserved, frame(RESERVED));
    assertEquals(
        bad(FailureKind.PROTOCOL, many),
        play(PLAIN, (connection, _) -> control(connection, join(reserved))));
  }

  @Test
  void aHeaderThatIsTooLongIsGivenUp() {
    byte[] gigabyte = {HEADERS, (byte) 0xc0, 0, 0, 0, 0x40, 0, 0, 0};
    ProbeOutcome.Failure announced =
        failure(
            play(
                PLAIN,
                greeted((_, request) -> {
                  Http3Server.write(request, gigabyte);
                  Http3Server.endless(request, new byte[1000]);
                })));
    assertEquals(FailureKind.PROTOCOL, announced.kind());
    assertTrue(announced.evidence().contains("H3_EXCESSIVE_LOAD"), announced.evidence());
    byte[] fields = new byte[2000];
    Arrays.fill(fields, (byte) 0xdd);
    byte[] bomb = join(new byte[] {0, 0, (byte) 0xd9}, fields);
    ProbeOutcome.Failure packed =
        failure(play(PLAIN, greeted((_, request) -> last(request, frame(HEADERS, bomb)))));
    assertEquals(FailureKind.PROTOCOL, packed.kind(), packed.evidence());
  }

  @Test
  void silenceAndHalfAnAnswerEndAtTheDeadline() {
    assertEquals(
        bad(FailureKind.TIMEOUT, "no answer within 1s (connected, waiting for the header)"),
        play(PLAIN, greeted((_, _) -> {}), 1000));
    assertEquals(
        bad(FailureKind.TIMEOUT, "no answer within 1s (HTTP 200, waiting for the end of the body)"),
        play(
            HELLO,
            greeted((_, request) -> Http3Server.write(request, join(OK, frame(DATA, 'h')))),
            1000));
  }

  @Test
  void anAnswerWithoutHeaderOrStatusIsBroken() {
    assertEquals(
        bad(FailureKind.PROTOCOL, "an answer that ends before its header"),
        play(PLAIN, greeted((_, request) -> request.shutdownOutput())));
    assertBroken((_, request) -> last(request, frame(HEADERS, 0, 0, 0x21, 'x', 1, 'y')));
    assertBroken((_, request) -> last(request, frame(DATA, 'x')));
    assertBroken((_, request) -> last(request, frame(SETTINGS)));
  }

  @Test
  void aFrameWithoutItsContentIsBroken() {
    assertBroken((connection, _) -> control(connection, frame(GO_AWAY)));
    assertBroken((_, request) -> last(request, frame(HEADERS)));
  }

  @Test
  void aPushIsRefused() {
    assertBroken((_, request) -> last(request, frame(PUSH_PROMISE, 0, 0, 0, 0xd9)));
    assertBroken((connection, _) -> Http3Server.unidirectional(connection, new byte[] {1, 0}));
  }

  @Test
  void aControlStreamThatIsNoneIsBroken() {
    assertBroken((connection, _) -> {
      control(connection, NOTHING);
      control(connection, NOTHING);
    });
    assertBroken((connection, _) ->
        Http3Server.unidirectional(connection, join(new byte[] {0}, frame(GO_AWAY, 0))));
  }

  @Test
  void streamsWithoutEndAreGivenUp() {
    assertEquals(
        bad(FailureKind.PROTOCOL, "more than 100 streams of the server's"),
        play(PLAIN, greeted((connection, _) -> Http3Server.streams(connection))));
  }

  @Test
  void aServerOfAnotherProtocolIsTold() {
    try (Http3Server server = Http3Server.speaking(servers.loop(), "smtp")) {
      assertEquals(
          bad(FailureKind.TLS, "no common protocol: the server knows none of those offered"),
          run(server, PLAIN, PATIENCE_MILLIS));
    }
  }

  @Test
  void randomBytesDoNoHarm() {
    SplittableRandom seeds = new SplittableRandom(Seeds.FIRST);
    for (int n = 0; n < RANDOM_SEEDS; n++) {
      long seed = seeds.nextLong();
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = new byte[random.nextInt(1, 3000)];
      random.nextBytes(bytes);
      boolean beside = random.nextBoolean();
      boolean ends = random.nextBoolean();
      Script script =
          greeted((connection, request) -> {
            if (beside) {
              Http3Server.unidirectional(connection, bytes);
            } else if (ends) {
              last(request, bytes);
            } else {
              Http3Server.write(request, bytes);
            }
          });
      ProbeOutcome.Failure failure = failure(play(PLAIN, script, OneProbe.HANG_MILLIS));
      assertNotEquals(FailureKind.LOCAL, failure.kind(), "seed " + seed + ": " + failure);
    }
  }

  @Test
  void randomDatagramsInPlaceOfAHandshakeDoNoHarm() {
    SplittableRandom seeds = new SplittableRandom(Seeds.FIRST);
    for (int n = 0; n < RANDOM_SEEDS; n++) {
      long seed = seeds.nextLong();
      SplittableRandom random = new SplittableRandom(seed);
      boolean known = random.nextBoolean();
      try (UdpServer server =
          UdpServer.on(
              "127.0.0.1", hello -> List.of(known ? towards(hello, random) : garbage(random)))) {
        ProbeOutcome.Failure failure =
            failure(
                OneProbe.run(loop, Endpoint.plain(server.address()), PLAIN, OneProbe.HANG_MILLIS));
        assertNotEquals(FailureKind.LOCAL, failure.kind(), "seed " + seed + ": " + failure);
      }
    }
  }

  @Test
  void anOlderQuicIsTold() {
    try (UdpServer server =
        UdpServer.answering(hello -> negotiation(hello, new byte[] {0, 0, 0, 9}))) {
      ProbeOutcome.Failure failure =
          failure(OneProbe.run(loop, Endpoint.plain(server.address()), PLAIN, PATIENCE_MILLIS));
      assertEquals(FailureKind.PROTOCOL, failure.kind(), failure.evidence());
    }
  }

  @Test
  void aFloodOfDatagramsIsGivenUp() {
    byte[][] flood = new byte[200_000][];
    Arrays.fill(flood, new byte[] {1, 2, 3});
    try (UdpServer server = UdpServer.on("127.0.0.1", _ -> List.of(flood))) {
      assertEquals(
          bad(
              FailureKind.PROTOCOL,
              "more than 10000 datagrams (waiting for the end of the QUIC handshake)"),
          OneProbe.run(loop, Endpoint.plain(server.address()), PLAIN, PATIENCE_MILLIS));
    }
  }

  private static byte[] garbage(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(1, 1500)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** With the connection's own number (RFC 9000, section 17.2), and nothing true behind it. */
  private static byte[] towards(byte[] hello, SplittableRandom random) {
    byte first = (byte) (0xc0 | random.nextInt(0x40));
    byte[] ours = sourceOf(hello);
    byte[] version = {0, 0, 0, 1};
    return join(
        new byte[] {first},
        version,
        new byte[] {(byte) ours.length},
        ours,
        new byte[] {4, 1, 2, 3, 4},
        garbage(random));
  }

  private static byte[] negotiation(byte[] hello, byte[] versions) {
    byte[] ours = sourceOf(hello);
    byte[] theirs = Arrays.copyOfRange(hello, 6, 6 + hello[5]);
    return join(
        new byte[] {(byte) 0x80, 0, 0, 0, 0, (byte) ours.length},
        ours,
        new byte[] {(byte) theirs.length},
        theirs,
        versions);
  }

  private static byte[] sourceOf(byte[] hello) {
    int at = 6 + hello[5];
    return Arrays.copyOfRange(hello, at + 1, at + 1 + hello[at]);
  }

  private static Script greeted(Script script) {
    return (connection, request) -> {
      control(connection, NOTHING);
      script.answer(connection, request);
    };
  }

  private static void assertBroken(Script script) {
    ProbeOutcome.Failure failure = failure(play(PLAIN, script));
    assertEquals(FailureKind.PROTOCOL, failure.kind(), failure.evidence());
  }

  private static ProbeOutcome play(HttpCheck check, Script script) {
    return play(check, script, PATIENCE_MILLIS);
  }

  private static ProbeOutcome play(HttpCheck check, Script script, int timeoutMillis) {
    try (Http3Server server = Http3Server.start(servers.loop(), script)) {
      ProbeOutcome outcome = run(server, check, timeoutMillis);
      Eventually.until(() -> server.open() == 0, () -> "connections " + server.open());
      return outcome;
    }
  }

  private static ProbeOutcome run(Http3Server server, HttpCheck check, int timeoutMillis) {
    Tls tls =
        new Tls(
            Tls.Begin.AT_ONCE,
            true,
            Optional.of(TestCertificates.chain("ca")),
            Optional.of("good.test"),
            List.of(),
            Optional.empty(),
            0,
            0,
            Set.of());
    Endpoint endpoint =
        new Endpoint(server.address(), Route.ANY, Endpoint.ProxyHeader.NONE, Optional.of(tls));
    return OneProbe.run(loop, endpoint, check, timeoutMillis);
  }

  private static ProbeOutcome.Failure failure(ProbeOutcome outcome) {
    return assertInstanceOf(ProbeOutcome.Failure.class, outcome);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static ProbeOutcome ok() {
    return new ProbeOutcome.Success(0, "HTTP 200");
  }

  private static ProbeOutcome bad(FailureKind kind, String evidence) {
    return new ProbeOutcome.Failure(kind, 0, evidence);
  }
}
