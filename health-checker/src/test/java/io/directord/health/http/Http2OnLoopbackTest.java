package io.directord.health.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.FailureKind;
import io.directord.health.Hostile;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.http.HttpCheck.Version;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 as servers must not speak it, frame by frame, with real sockets. */
final class Http2OnLoopbackTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PUSH_PROMISE = 5;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int STREAM = 3;

  /** {@code :status 200} of HPACK's static table. */
  private static final byte[] STATUS_200 = {(byte) 0x88};

  private static final byte[] SETTINGS_FRAME = frame(SETTINGS, 0, 0);
  private static final byte[] OK_HEADER = frame(HEADERS, END_HEADERS, STREAM, STATUS_200);
  private static final HttpCheck PLAIN = HttpCheck.plain(Version.H2C);
  private static final HttpCheck HELLO =
      new HttpCheck(Version.H2C, HttpRequest.GET, HttpChecks.expecting("hello"));

  private static final TestLoop loops = new TestLoop();
  private static final EventLoop loop = loops.loop();

  @AfterAll
  static void nothingLeaked() {
    loops.close();
  }

  @Test
  void hostileServersDoNoHarm() {
    Hostile.assertSurvived(loop, PLAIN, all(SETTINGS_FRAME, OK_HEADER));
    Hostile.assertSurvived(
        loop,
        HELLO,
        all(SETTINGS_FRAME, OK_HEADER, frame(DATA, END_STREAM, STREAM, ascii("hello"))));
  }

  @Test
  void theAnswerCountsAsSoonAsEnoughIsKnown() {
    assertEquals(ok(), play(PLAIN, SETTINGS_FRAME, OK_HEADER));
    assertEquals(
        ok(),
        play(
            HELLO,
            SETTINGS_FRAME,
            frame(HEADERS, 0, STREAM, STATUS_200),
            frame(CONTINUATION, END_HEADERS, STREAM, FIELD_X),
            frame(DATA, 0, STREAM, ascii("hel")),
            frame(DATA, END_STREAM, STREAM, ascii("lo"))));
  }

  private static final byte[] FIELD_X = {0, 1, 'x', 1, 'y'};

  @Test
  void aTrailerEndsTheBody() {
    assertEquals(
        ok(),
        play(
            HELLO,
            SETTINGS_FRAME,
            OK_HEADER,
            frame(DATA, 0, STREAM, ascii("hello")),
            frame(HEADERS, END_HEADERS | END_STREAM, STREAM, FIELD_X)));
  }

  @Test
  void aResetOfTheRequestIsTold() {
    assertEquals(
        bad(FailureKind.RESET, "the server reset the request: REFUSED_STREAM"),
        play(PLAIN, SETTINGS_FRAME, frame(RST_STREAM, 0, STREAM, new byte[] {0, 0, 0, 7})));
  }

  @Test
  void aServerThatGoesAwayIsTold() {
    byte[] calm = {0, 0, 0, 0, 0, 0, 0, 11};
    assertEquals(
        bad(FailureKind.CLOSED, "the server goes away: ENHANCE_YOUR_CALM"),
        play(PLAIN, SETTINGS_FRAME, frame(GO_AWAY, 0, 0, calm)));
    byte[] later = {0, 0, 0, STREAM, 0, 0, 0, 0};
    assertEquals(ok(), play(PLAIN, SETTINGS_FRAME, frame(GO_AWAY, 0, 0, later), OK_HEADER));
  }

  @Test
  void anEndlessBodyIsGivenUpAtItsBound() {
    byte[] first = all(SETTINGS_FRAME, OK_HEADER);
    byte[] chunk = frame(DATA, 0, STREAM, new byte[500]);
    assertEquals(
        bad(FailureKind.BODY, "HTTP 200, a body of more than 1000 bytes (body-limit)"),
        endless(HELLO, first, chunk));
  }

  @ParameterizedTest
  @ValueSource(ints = {SETTINGS, PING})
  void aFloodOfFramesIsGivenUp(int type) {
    byte[] frame = frame(type, 0, 0, new byte[type == PING ? 8 : 0]);
    assertEquals(
        bad(FailureKind.PROTOCOL, "more than 1000 frames beside the answer"),
        endless(PLAIN, SETTINGS_FRAME, frame));
  }

  @Test
  void aHeaderWithoutEndIsGivenUp() {
    byte[] begun = all(SETTINGS_FRAME, frame(HEADERS, 0, STREAM, STATUS_200));
    for (int size : new int[] {0, 5, 5000}) {
      ProbeOutcome outcome = endless(PLAIN, begun, frame(CONTINUATION, 0, STREAM, fields(size)));
      ProbeOutcome.Failure failure = assertInstanceOf(ProbeOutcome.Failure.class, outcome);
      assertEquals(FailureKind.PROTOCOL, failure.kind(), failure.evidence());
    }
  }

  @Test
  void interimAnswersWithoutEndAreGivenUp() {
    // HPACK: :status as a literal
    byte[] interim = frame(HEADERS, END_HEADERS, STREAM, new byte[] {8, 3, '1', '0', '3'});
    assertEquals(
        bad(FailureKind.PROTOCOL, "more than 1000 frames beside the answer"),
        endless(PLAIN, SETTINGS_FRAME, interim));
  }

  @Test
  void emptyDataWithoutEndIsGivenUp() {
    ProbeOutcome outcome = endless(HELLO, all(SETTINGS_FRAME, OK_HEADER), frame(DATA, 0, STREAM));
    assertEquals(
        FailureKind.PROTOCOL, assertInstanceOf(ProbeOutcome.Failure.class, outcome).kind());
  }

  @Test
  void whatNobodyAskedForIsNotTaken() {
    byte[] promise = frame(PUSH_PROMISE, END_HEADERS, STREAM, new byte[] {0, 0, 0, 2});
    assertEquals(
        bad(FailureKind.PROTOCOL, "the server pushes, which it was told not to do"),
        play(PLAIN, SETTINGS_FRAME, promise));
  }

  @Test
  void whatIsNotHttp2IsQuoted() {
    ProbeOutcome outcome = play(PLAIN, ascii("SSH-2.0-OpenSSH_9.6\r\n"));
    ProbeOutcome.Failure failure = assertInstanceOf(ProbeOutcome.Failure.class, outcome);
    assertEquals(FailureKind.PROTOCOL, failure.kind());
    String evidence = failure.evidence();
    assertTrue(evidence.startsWith("not HTTP/2 as it should be: PROTOCOL_ERROR, "), evidence);
  }

  @Test
  void aSilentServerIsToldFromOneThatSaysHello() {
    assertEquals(timeout("connected, waiting for HTTP/2"), hanging(new byte[0]));
    assertEquals(timeout("connected, waiting for the header"), hanging(SETTINGS_FRAME));
  }

  private static ProbeOutcome hanging(byte[] begun) {
    TestServer.Script script =
        client -> {
          client.getOutputStream().write(begun);
          TestServer.awaitEnd(client);
        };
    try (TestServer server = TestServer.start(script)) {
      return OneProbe.run(loop, server.address(), PLAIN, OneProbe.HANG_MILLIS);
    }
  }

  private static ProbeOutcome play(HttpCheck check, byte[]... frames) {
    TestServer.Script script =
        client -> {
          client.getOutputStream().write(all(frames));
          TestServer.awaitEnd(client);
        };
    try (TestServer server = TestServer.start(script)) {
      return OneProbe.run(loop, server.address(), check);
    }
  }

  private static ProbeOutcome endless(HttpCheck check, byte[] first, byte[] frame) {
    byte[][] many = new byte[100][];
    java.util.Arrays.fill(many, frame);
    try (TestServer server = TestServer.start(Hostile.endless(first, all(many)))) {
      return OneProbe.run(loop, server.address(), check);
    }
  }

  /** Literal fields without names in a table, of that many bytes in all. */
  private static byte[] fields(int size) {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    while (fields.size() + 5 <= size) {
      fields.writeBytes(FIELD_X);
    }
    return fields.toByteArray();
  }

  private static byte[] frame(int type, int flags, int stream, byte... payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(payload.length >> 16);
    frame.write(payload.length >> 8);
    frame.write(payload.length);
    frame.write(type);
    frame.write(flags);
    frame.writeBytes(new byte[] {0, 0, 0, (byte) stream});
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  private static byte[] all(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
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

  private static ProbeOutcome timeout(String stage) {
    return bad(
        FailureKind.TIMEOUT, "no answer within " + OneProbe.HANG_MILLIS + "ms (" + stage + ")");
  }
}
