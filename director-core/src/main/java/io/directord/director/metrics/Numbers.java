package io.directord.director.metrics;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Whole numbers at the end of a line, as the text format has them: as doubles. Pure. */
final class Numbers {
  /** From here on a double has an exponent. */
  private static final long PLAIN_BELOW = 10_000_000;

  private static final byte[] ZERO = "0.0\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ONE = "1.0\n".getBytes(StandardCharsets.US_ASCII);

  private Numbers() {}

  static void write(ByteBuf page, long value) {
    if (value == 0) {
      page.writeBytes(ZERO);
    } else if (value == 1) {
      page.writeBytes(ONE);
    } else if (value > 0 && value < PLAIN_BELOW) {
      digits(page, (int) value);
      page.writeBytes(ZERO, 1, ZERO.length - 1);
    } else {
      page.writeCharSequence(Double.toString((double) value), StandardCharsets.US_ASCII);
      page.writeByte('\n');
    }
  }

  private static void digits(ByteBuf page, int value) {
    if (value >= 10) {
      digits(page, value / 10);
    }
    page.writeByte('0' + value % 10);
  }
}
