package io.directord.failover.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.peer.Codec.Reading;
import io.directord.failover.peer.Message.Echo;
import io.directord.failover.peer.Report.ServiceHealth;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class CodecTest {
  private static final long FIRST_SEED = Long.getLong("directord.seed.first", 1);
  private static final int SEEDS = 2_000;
  private static final int MAC_BYTES = 32;

  private final Codec codec = new Codec(Samples.KEY);
  private final Message message = Samples.message(11, 12, 13, new Echo(21, 22), new Echo(31, 32));

  /** Put together by other code. */
  @Test
  void theBytesStayAsTheyAre() {
    String expected =
        "64707231" // dpr1
            + "000000000000000b" // boot
            + "000000000000000c" // counter
            + "000000000000000d" // challenge
            + "000003e8" // interval, ms
            + "01" // echoes: boot, challenge
            + "00000000000000150000000000000016"
            + "046c767332" // lvs2
            + "05302e312e30" // 0.1.0
            + "01" // ready
            + "00000000000000010000000000000002" // configuration
            + "0000005a" // loaded 90 s ago
            + "00000003" // generation
            + "00000000000000030000000000000004" // verdicts
            + "0000000200000003" // 2 of 3 servers up
            + "013bb42e1d01" // a router, Backup
            + "0001" // services
            + "0115c93851" // listed, web
            + "00020003" // 2 of 3
            + "0100000007" // down
            + "f8e12114b801b84f039dcf6813331ebd"
            + "90f5f9b65cb59c9a6b98dc973edf5ea6"; // HMAC-SHA256, by Python
    byte[] bytes = codec.write(Samples.message(11, 12, 13, new Echo(21, 22)));
    assertEquals(expected, HexFormat.of().formatHex(bytes));
    assertInstanceOf(Reading.Read.class, codec.read(HexFormat.of().parseHex(expected)));
  }

  @Test
  void whatIsWrittenIsRead() {
    assertEquals(new Reading.Read(message), codec.read(codec.write(message)));
  }

  @Test
  void anotherKeyIsNoticed() {
    byte[] bytes = new Codec(Samples.OTHER_KEY).write(message);
    assertEquals(new Reading.Refused(Rejection.SIGNATURE), codec.read(bytes));
  }

  @Test
  void noBitCanBeFlippedAndNoByteCutOff() {
    byte[] bytes = codec.write(message);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertInstanceOf(Reading.Refused.class, codec.read(changed), "bit " + bit);
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertInstanceOf(Reading.Refused.class, codec.read(cut), "cut at " + length);
    }
    assertInstanceOf(Reading.Refused.class, codec.read(Arrays.copyOf(bytes, bytes.length + 1)));
  }

  @Test
  void randomBytesAreRefused() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(2_000)];
      random.nextBytes(bytes);
      assertInstanceOf(Reading.Refused.class, codec.read(bytes), "seed " + seed);
    }
  }

  /** Somebody who has the key may still write nonsense. */
  @Test
  void damageThatIsSignedIsMalformedOrReadAndNeverThrows() throws Exception {
    byte[] whole = codec.write(message);
    int malformed = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      Random random = new Random(seed);
      int end = whole.length - MAC_BYTES;
      int length = random.nextBoolean() ? end : 5 + random.nextInt(end);
      byte[] changed = Arrays.copyOf(Arrays.copyOf(whole, end), length); // cut, or zeros
      for (int i = 0; i < 3; i++) {
        changed[4 + random.nextInt(length - 4)] = (byte) random.nextInt();
      }
      Reading reading = codec.read(signed(changed));
      malformed += reading.equals(new Reading.Refused(Rejection.MALFORMED)) ? 1 : 0;
    }
    assertTrue(malformed > SEEDS / 4, malformed + " malformed");
  }

  private static byte[] signed(byte[] content) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Samples.KEY, "HmacSHA256"));
    byte[] bytes = Arrays.copyOf(content, content.length + MAC_BYTES);
    System.arraycopy(mac.doFinal(content), 0, bytes, content.length, MAC_BYTES);
    return bytes;
  }

  @Test
  void theServicesThatAreNotWhollyUpComeFirstAndTheRestIsCutOff() {
    List<ServiceHealth> all = Samples.services(1_000);
    Message large = new Message(1, 2, 3, 1_000, List.of(), Samples.report("lvs2", all));
    byte[] bytes = codec.write(large);
    assertTrue(bytes.length <= Codec.BYTES_MAX, bytes.length + " bytes");
    Reading.Read read = assertInstanceOf(Reading.Read.class, codec.read(bytes));
    Report report = read.message().report();
    assertEquals(1_000, report.serviceCount());
    assertTrue(report.services().size() > 50, report.services().size() + " services");
    assertTrue(report.services().stream().noneMatch(ServiceHealth::whole));
  }

  @Test
  void aLongNameIsCutBetweenItsCharacters() {
    Report report = Samples.report("é".repeat(50));
    Message large = new Message(1, 2, 3, 1_000, List.of(), report);
    Reading.Read read = assertInstanceOf(Reading.Read.class, codec.read(codec.write(large)));
    assertEquals("é".repeat(32), read.message().report().node());
  }

  @Test
  void aNameThatWouldForgeALineOfTheLogIsMalformed() {
    Message bad = new Message(1, 2, 3, 1_000, List.of(), Samples.report("lvs2\nevent=x"));
    assertEquals(new Reading.Refused(Rejection.MALFORMED), codec.read(codec.write(bad)));
  }
}
