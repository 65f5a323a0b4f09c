package io.directord.health.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DnsAnswerTest {
  private static final int ID = 0x1234;
  private static final String POINTER_TO_QUERY = "c00c";

  private final DnsQuestion question = question("www.example.com");

  @Test
  void aQuestionIsWrittenAsItStandsInTheRfc() {
    assertEquals(
        "1234 0100 0001 0000 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001"
            .replace(" ", ""),
        HexFormat.of().formatHex(question.bytes(ID)));
    assertEquals(
        "0011" + "12340100000100000000000000" + "00010001",
        HexFormat.of().formatHex(question(".").bytesWithLength(ID)));
  }

  @Test
  void namesThatCannotBeAskedForAreRefused() {
    for (String bad : List.of("", "a..b", ".a", "a b", "x".repeat(64), "..", "ä")) {
      assertThrows(IllegalArgumentException.class, () -> question(bad), bad);
    }
    assertThrows(IllegalArgumentException.class, () -> question("aaaaaaa.".repeat(32)));
    question("aaaaaaa.".repeat(31) + "aaaaa");
  }

  @Test
  void recordsAreReadAsText() {
    String answers =
        record(1, "c0000201")
            + record(28, "20010db8000000000000000000000001")
            + record(5, "026e73" + POINTER_TO_QUERY)
            + record(15, "000a" + "046d61696c" + "c010")
            + record(16, "0568656c6c6f 06 20776f726c64".replace(" ", ""))
            + record(33, "0001" + "0002" + "1f90" + POINTER_TO_QUERY)
            + record(6, "00" + "01ff00" + "00000001000000020000000300000004ffffffff")
            + record(99, "beef");
    var read = assertInstanceOf(DnsAnswer.Read.class, read("8180", 8, answers));
    assertEquals(
        List.of(
            "192.0.2.1",
            "2001:db8::1",
            "ns.www.example.com",
            "10 mail.example.com",
            "\"hello world\"",
            "1 2 8080 www.example.com",
            ". \\255 1 2 3 4 4294967295",
            "\\# 2 beef"),
        read.records());
    for (String held :
        List.of(
            "192.0.2.1",
            "2001:DB8:0::1",
            "NS.www.example.com.",
            "mail.example.com",
            "8080",
            "10 mail.example.com",
            "hello world")) {
      assertTrue(read.holds(held), held);
    }
    for (String absent : List.of("192.0.2.10", "hello", "example.com", "")) {
      assertFalse(read.holds(absent), absent);
    }
  }

  @Test
  void theCodeOfAnErrorIsReadWithAndWithoutTheQuestion() {
    assertEquals(new DnsAnswer.Read(3, false, List.of()), read("8183", 0, ""));
    byte[] bare = HexFormat.of().parseHex("1234" + "8185" + "0000000000000000");
    assertEquals(new DnsAnswer.Read(5, false, List.of()), DnsAnswer.read(bare, ID, question));
  }

  @Test
  void aTruncatedAnswerSaysSoAndKeepsWhatItHas() {
    String answers = record(1, "c0000201") + "c00c0001";
    assertEquals(new DnsAnswer.Read(0, true, List.of("192.0.2.1")), read("8380", 30, answers));
  }

  @Test
  void whatIsNoAnswerToThisQuestionIsToldApart() {
    byte[] good = message("8180", 0, "");
    assertInstanceOf(DnsAnswer.Foreign.class, DnsAnswer.read(good, ID + 1, question));
    assertInstanceOf(DnsAnswer.Foreign.class, DnsAnswer.read(new byte[11], ID, question));
    assertMalformed(
        "an answer to another question", DnsAnswer.read(good, ID, question("example.org")));
    assertMalformed("a question in place of an answer", read("0100", 0, ""));
    assertMalformed("an answer with a record that is cut off", read("8180", 1, "c00c0001"));
    assertMalformed("an answer with an address of 3 bytes", read("8180", 1, record(1, "c00002")));
  }

  @Test
  void pointersThatGoRoundOrForwardLeadNowhere() {
    // The name of the first record stands at 33.
    for (String name : List.of("c021", "c022", "c0ff", "016101c021", "0161c021")) {
      var answer = read("8180", 1, name + "00010001000000000004c0000201");
      assertInstanceOf(DnsAnswer.Malformed.class, answer, name);
    }
  }

  @Test
  void cutOffAnywhereItIsNeverMoreThanMalformed() {
    byte[] whole =
        message("8180", 2, record(15, "000a" + "046d61696c" + "c010") + record(1, "c0000201"));
    for (int length = 0; length < whole.length; length++) {
      DnsAnswer answer = DnsAnswer.read(Arrays.copyOf(whole, length), ID, question);
      assertFalse(answer instanceof DnsAnswer.Read, "cut off at " + length + ": " + answer);
    }
  }

  @Test
  void randomDamageIsSurvived() {
    byte[] whole =
        message(
            "8180",
            3,
            record(15, "000a" + "046d61696c" + "c010")
                + record(6, "c00cc010" + "00".repeat(20))
                + record(16, "03616263"));
    Seeds.forEach(
        2000,
        random -> {
          byte[] damaged = whole.clone();
          for (int n = random.nextInt(1, 6); n > 0; n--) {
            damaged[random.nextInt(2, damaged.length)] = (byte) random.nextInt();
          }
          if (DnsAnswer.read(damaged, ID, question) instanceof DnsAnswer.Read read) {
            assertTrue(read.records().size() <= DnsAnswer.RECORDS_MAX);
          }
        });
  }

  @Test
  void aStreamIsReadInPiecesOfAnySize() {
    byte[] framed = HexFormat.of().parseHex("000e" + "000102030405060708090a0b0c0d" + "ff");
    for (int size = 1; size <= framed.length; size++) {
      DnsStream stream = new DnsStream();
      byte[] message = {};
      for (int at = 0; at < framed.length && message.length == 0; at += size) {
        ByteBuf piece = Unpooled.wrappedBuffer(framed, at, Math.min(size, framed.length - at));
        message = stream.read(piece);
      }
      assertEquals(14, message.length);
      assertEquals(13, message[13]);
    }
    assertEquals(1, new DnsStream().read(Unpooled.copiedBuffer("\0\0", ISO_8859_1)).length);
  }

  private DnsAnswer read(String flags, int count, String answers) {
    return DnsAnswer.read(message(flags, count, answers), ID, question);
  }

  private byte[] message(String flags, int count, String answers) {
    byte[] asked = question.bytes(ID);
    String head = "1234" + flags + "0001" + HexFormat.of().toHexDigits((short) count) + "00000000";
    String repeated = HexFormat.of().formatHex(asked, DnsQuestion.HEADER_BYTES, asked.length);
    return HexFormat.of().parseHex(head + repeated + answers);
  }

  private static String record(int type, String data) {
    HexFormat hex = HexFormat.of();
    return POINTER_TO_QUERY
        + hex.toHexDigits((short) type)
        + "000100000e10"
        + hex.toHexDigits((short) (data.length() / 2))
        + data;
  }

  private static void assertMalformed(String why, DnsAnswer answer) {
    assertEquals(new DnsAnswer.Malformed(why), answer);
  }

  private static DnsQuestion question(String name) {
    return new DnsQuestion(
        new DnsCheck(
            name,
            RecordType.A,
            Set.of(Rcode.NOERROR),
            Optional.empty(),
            true,
            DnsCheck.Transport.UDP));
  }
}
