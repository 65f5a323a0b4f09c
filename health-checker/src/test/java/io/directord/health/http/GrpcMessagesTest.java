package io.directord.health.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Seeds;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GrpcMessagesTest {
  @Test
  void theRequestNamesItsService() {
    assertArrayEquals(hex("0000000000"), GrpcMessages.request(""));
    assertArrayEquals(hex("00000000050a03612e62"), GrpcMessages.request("a.b"));
    byte[] longest = GrpcMessages.request("x".repeat(200));
    assertArrayEquals(hex("00000000cb0ac801"), java.util.Arrays.copyOf(longest, 8));
    assertEquals(208, longest.length);
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000, 0",
    "00000000020801, 1",
    "00000000020802, 2",
    "00000000020803, 3",
    "0000000004080108fa, -1",
    "00000000041203616263, -1",
    "000000000512036162630801, -1",
    "0000000007120361626308" + "01, 1",
    "000000000d080110ff01250000000032" + "0100, 1",
    "00000000020f01, -1",
    "0100000002" + "0801, -1",
    "0000000003" + "0801, -1",
    "00000000, -1",
    "000000000c08ffffffffffffffffff" + "0101, -1"
  })
  void theStatusIsReadOrNot(String framed, int status) {
    byte[] bytes = hex(framed);
    assertEquals(status, GrpcMessages.status(bytes, bytes.length));
  }

  @Test
  void randomBytesNeverThrow() {
    Seeds.forEach(
        5000,
        random -> {
          byte[] bytes = new byte[5 + random.nextInt(40)];
          random.nextBytes(bytes);
          bytes[0] = 0;
          bytes[1] = 0;
          bytes[2] = 0;
          bytes[3] = 0;
          bytes[4] = (byte) (bytes.length - 5);
          assertTrue(GrpcMessages.status(bytes, bytes.length) >= -1);
        });
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
