package io.directord.director.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class NumbersTest {
  @Test
  void aNumberIsWrittenAsTheDoubleThatItIs() {
    for (long value :
        new long[] {0, 1, 2, 10, 65535, 9_999_999, 10_000_000, 123_456_789_012L, -1}) {
      ByteBuf page = Unpooled.buffer();
      Numbers.write(page, value);
      assertEquals((double) value + "\n", page.toString(StandardCharsets.US_ASCII));
    }
  }
}
