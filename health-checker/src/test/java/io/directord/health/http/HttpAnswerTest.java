package io.directord.health.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Seeds;
import io.directord.health.http.HttpAnswer.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpAnswerTest {
  private static final Progress MORE = new Progress.More();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\nbody",
        "HTTP/1.0 204\r\n\r\n",
        "HTTP/1.1 204 \n\n",
        "HTTP/1.1 204 \u00fcberhaupt nichts\r\nX: \u0000\u00ff\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 100\r\n\r\nHTTP/1.1 204 x\r\n\r\n"
      })
  void theStatusIsThatOfTheFinalAnswerHoweverTheBytesArrive(String text) {
    assertEquals(new Progress.Status(204), new HttpAnswer(false).read(bytes(text)));
    HttpAnswer dripped = new HttpAnswer(false);
    Progress last = MORE;
    for (int n = 0; n < text.length() && last.equals(MORE); n++) {
      last = dripped.read(bytes(text.substring(n, n + 1)));
    }
    assertEquals(new Progress.Status(204), last);
  }

  @Test
  void noPrefixOfAnAnswerIsAnAnswer() {
    String text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nServer: x\r\n\r\n";
    for (int length = 0; length < text.length(); length++) {
      assertEquals(MORE, new HttpAnswer(false).read(bytes(text.substring(0, length))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SSH-2.0-OpenSSH_9.6, SSH-2.0-OpenSSH_9.6",
    "HTTP/2.0 200 OK, HTTP/2.0 200 OK",
    "HTTP/1.1 20 OK, HTTP/1.1 20 OK",
    "HTTP/1.1 2000 OK, HTTP/1.1 2000 OK",
    "HTTP/1.1 099 Low, HTTP/1.1 099 Low",
    "http/1.1 200 OK, http/1.1 200 OK",
    "'<html>\"\u0001\u00e9', <html>..."
  })
  void whatIsNotHttpIsQuotedInVisibleCharacters(String text, String quoted) {
    assertEquals(
        new Progress.Malformed("not HTTP: \"" + quoted + "\""),
        new HttpAnswer(false).read(bytes(text)));
  }

  @Test
  void whatIsNotHttpIsNotQuotedAtLength() {
    Progress.Malformed malformed =
        assertInstanceOf(
            Progress.Malformed.class, new HttpAnswer(false).read(bytes("x".repeat(100_000))));
    assertEquals("not HTTP: \"" + "x".repeat(32) + "\"", malformed.why());
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: y\r\n", "X", "\r\nHTTP/1.1 100 Continue\r\n"})
  void aHeaderThatDoesNotEndIsGivenUpAtItsBound(String endless) {
    HttpAnswer answer = new HttpAnswer(false);
    Progress progress = answer.read(bytes("HTTP/1.1 100 Continue\r\n"));
    int bytes = 0;
    while (progress.equals(MORE)) {
      progress = answer.read(bytes(endless));
      bytes += endless.length();
    }
    assertEquals(new Progress.Malformed("an HTTP header of more than 32768 bytes"), progress);
    assertTrue(bytes <= HttpAnswer.HEADER_BYTES_MAX + endless.length());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'connected, waiting for the status line'",
    "HTTP/1., 'connected, waiting for the rest of the status line'",
    "HTTP/1.1 200 O, 'HTTP 200, waiting for the end of the header'",
    "'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP 100, waiting for the status line'"
  })
  void theStageTellsWhatIsMissing(String text, String stage) {
    HttpAnswer answer = new HttpAnswer(false);
    assertEquals(MORE, answer.read(bytes(text)));
    assertEquals(stage, answer.stage());
  }

  @Test
  void randomBytesNeverThrow() {
    Seeds.forEach(
        2000,
        random -> {
          byte[] noise = new byte[random.nextInt(400)];
          random.nextBytes(noise);
          ByteBuf mixed = bytes("HTTP/1.1 200 OK\r\nServer: x\r\n\r\n");
          for (int n = random.nextInt(8); n > 0; n--) {
            mixed.setByte(random.nextInt(mixed.readableBytes()), random.nextInt(256));
          }
          Progress progress = new HttpAnswer(false).read(Unpooled.wrappedBuffer(noise));
          assertTrue(
              progress instanceof Progress.Malformed || noise.length == 0 || noise[0] == 'H');
          new HttpAnswer(false).read(mixed);
        });
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, ISO_8859_1);
  }
}
