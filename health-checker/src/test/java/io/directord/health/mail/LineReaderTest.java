package io.directord.health.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
  private final LineReader reader = new LineReader();

  @Test
  void linesEndWithEitherSign() {
    ByteBuf bytes = bytes("one\r\ntwo\n\r\n\rx\r\r\nrest");
    assertEquals(Optional.of("one"), reader.read(bytes));
    assertEquals(Optional.of("two"), reader.read(bytes));
    assertEquals(Optional.of(""), reader.read(bytes));
    assertEquals(Optional.of("\rx\r"), reader.read(bytes));
    assertEquals(Optional.empty(), reader.read(bytes));
    assertEquals("rest", reader.begun());
    assertEquals(Optional.of("rest"), reader.read(bytes("\r\n")));
  }

  @Test
  void whatIsBehindTheLineIsLeftUnread() {
    ByteBuf bytes = bytes("220 go\r\nmore");
    assertEquals(Optional.of("220 go"), reader.read(bytes));
    assertEquals(4, bytes.readableBytes());
  }

  @Test
  void aLongLineIsReadNoFurther() {
    String most = "x".repeat(LineReader.BYTES_MAX);
    assertEquals(Optional.of(most), reader.read(bytes(most + "\n")));
    assertFalse(reader.isTooLong());
    ByteBuf bytes = bytes(most + "xxx\n");
    assertEquals(Optional.empty(), reader.read(bytes));
    assertTrue(reader.isTooLong());
    assertEquals(3, bytes.readableBytes());
    assertEquals(Optional.empty(), reader.read(bytes));
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1));
  }
}
