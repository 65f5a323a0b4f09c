package io.directord.health.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Seeds;
import io.directord.health.http.Http1Body.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Http1BodyTest {
  @ParameterizedTest
  @CsvSource({
    "'Content-Length: 5', 'helloX', hello",
    "'Content-Length: 5, 5', 'hello', hello",
    "'Content-Length: 0', 'X', ''",
    "'Transfer-Encoding: chunked', '5\r\nhello\r\n0\r\n\r\nX', hello",
    "'Transfer-Encoding: gzip, CHUNKED', '2;a=b\r\nhe\r\n3 \nllo\n0;x\r\nT: u\r\n\r\n', hello",
    "'Transfer-Encoding: chunked\nContent-Length: 1', '00005\r\nhello\r\n000\r\n\r\n', hello",
    "'Transfer-Encoding: chunked', 'A\r\n0123456789\r\n0\r\n\r\n', 0123456789"
  })
  void theContentIsTheSameHoweverTheBytesArrive(String header, String text, String content) {
    for (int piece = 1; piece <= text.length(); piece++) {
      Http1Body body = body(200, false, header);
      StringBuilder read = new StringBuilder();
      Progress last = Progress.MORE;
      for (int at = 0; at < text.length(); at += piece) {
        last = feed(body, text.substring(at, Math.min(text.length(), at + piece)), read);
      }
      assertInstanceOf(Progress.End.class, last);
      assertEquals(content, read.toString());
    }
  }

  @Test
  void withoutALengthTheConnectionsEndIsTheContents() {
    Http1Body body = body(200, false, "Server: x");
    StringBuilder read = new StringBuilder();
    assertEquals(Progress.MORE, feed(body, "hello", read));
    assertEquals("hello", read.toString());
    assertTrue(body.endsWithConnection());
  }

  @ParameterizedTest
  @CsvSource({"200, true", "204, false", "304, false"})
  void someAnswersHaveNoBodyWhateverTheySay(int status, boolean headerOnly) {
    Http1Body body = body(status, headerOnly, "Content-Length: 5");
    assertInstanceOf(Progress.End.class, body.read(Unpooled.EMPTY_BUFFER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5, 6", "-1", "", "x", "1e3", "9999999999999999999", "5,"})
  void aLengthThatIsNoneIsMalformed(String length) {
    AnswerFields fields = new AnswerFields();
    fields.addLine("Content-Length: " + length);
    assertNull(Http1Body.of(200, false, fields));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "x\r\n", "-1\r\n", "123456789\r\n", "5\r\nhello!", "g"})
  void aChunkThatIsNoneIsMalformed(String text) {
    Progress last = feed(body(200, false, "Transfer-Encoding: chunked"), text, new StringBuilder());
    assertInstanceOf(Progress.Malformed.class, last);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1;", "0\r\n"})
  void linesBetweenChunksAreBounded(String begun) {
    Http1Body body = body(200, false, "Transfer-Encoding: chunked");
    String endless = "x: y\r\n".repeat(Http1Body.LINES_BYTES_MAX);
    String text = begun.endsWith(";") ? "x".repeat(Http1Body.LINES_BYTES_MAX + 1) : endless;
    assertInstanceOf(Progress.Malformed.class, feed(body, begun + text, new StringBuilder()));
  }

  @Test
  void randomBytesNeverThrow() {
    Seeds.forEach(
        2000,
        random -> {
          byte[] noise = new byte[random.nextInt(200)];
          random.nextBytes(noise);
          String chunks = "5\r\nhello\r\n".repeat(3) + new String(noise, ISO_8859_1);
          ByteBuf mixed = Unpooled.copiedBuffer(chunks, ISO_8859_1);
          mixed.setByte(random.nextInt(mixed.readableBytes()), random.nextInt(256));
          feed(
              body(200, false, "Transfer-Encoding: chunked"),
              mixed.toString(ISO_8859_1),
              new StringBuilder());
        });
  }

  private static Progress feed(Http1Body body, String text, StringBuilder read) {
    ByteBuf bytes = Unpooled.copiedBuffer(text, ISO_8859_1);
    while (true) {
      Progress progress = body.read(bytes);
      if (!(progress instanceof Progress.Content(var content))) {
        return progress;
      }
      read.append(content.toString(ISO_8859_1));
    }
  }

  private static Http1Body body(int status, boolean headerOnly, String header) {
    AnswerFields fields = new AnswerFields();
    header.lines().forEach(fields::addLine);
    Http1Body body = Http1Body.of(status, headerOnly, fields);
    assertNotNull(body);
    return Objects.requireNonNull(body);
  }
}
