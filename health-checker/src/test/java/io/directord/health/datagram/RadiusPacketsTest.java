package io.directord.health.datagram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Password;
import io.directord.health.Seeds;
import io.directord.health.datagram.RadiusPackets.Answer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RadiusPacketsTest {
  private static final byte[] SECRET = "xyzzy5461".getBytes(UTF_8);

  /** RFC 2865, section 7.1. */
  private static final byte[] AUTHENTICATOR =
      HexFormat.of().parseHex("0f403f9473978057bd83d5cb98f4227a");

  private static final byte[] ACCEPT =
      HexFormat.of()
          .parseHex(
              "0200002686fe220e7624ba2a1005f6bf9b55e0b2060600000001" + "0f06000000000e06c0a80103");

  @Test
  void thePasswordIsHiddenAsInTheExampleOfTheRfc() {
    byte[] packet =
        RadiusPackets.accessRequest(SECRET, AUTHENTICATOR, 0, "nemo", "arctangent".getBytes(UTF_8));
    String hex = HexFormat.of().formatHex(packet);
    assertTrue(hex.startsWith("0100"), hex);
    assertTrue(hex.contains("01066e656d6f" + "02120dbe708d93d413ce3196e43f782a0aee"), hex);
    assertEquals(packet.length, Integer.parseInt(hex.substring(4, 8), 16));
  }

  @Test
  void theAnswerOfTheExampleIsBelieved() {
    assertEquals(new Answer.Read(2, ""), RadiusPackets.read(ACCEPT, question(), SECRET));
    byte[] padded = Arrays.copyOf(ACCEPT, ACCEPT.length + 9);
    assertEquals(new Answer.Read(2, ""), RadiusPackets.read(padded, question(), SECRET));
  }

  @Test
  void whoDoesNotKnowTheSecretIsNotBelieved() {
    for (int at = 0; at < ACCEPT.length; at++) {
      byte[] damaged = ACCEPT.clone();
      damaged[at] ^= 1;
      assertFalse(
          RadiusPackets.read(damaged, question(), SECRET) instanceof Answer.Read, "byte " + at);
    }
    assertInstanceOf(
        Answer.Foreign.class, RadiusPackets.read(ACCEPT, question(), "other".getBytes(UTF_8)));
  }

  @Test
  void cutOffOrRandomItIsNeverMoreThanMalformed() {
    for (int length = 0; length < ACCEPT.length; length++) {
      assertFalse(
          RadiusPackets.read(Arrays.copyOf(ACCEPT, length), question(), SECRET)
              instanceof Answer.Read);
    }
    Seeds.forEach(
        500,
        random -> {
          byte[] bytes = new byte[random.nextInt(200)];
          random.nextBytes(bytes);
          RadiusPackets.read(bytes, question(), SECRET);
        });
  }

  @Test
  void nothingPrintsASecret() {
    var check =
        new RadiusCheck(
            Password.known(SECRET),
            Optional.of(new RadiusCheck.Login("nemo", Password.known(SECRET), true)));
    assertFalse(check.toString().contains("xyzzy"), check.toString());
  }

  private static byte[] question() {
    byte[] packet = new byte[RadiusPackets.HEADER_BYTES];
    System.arraycopy(AUTHENTICATOR, 0, packet, 4, 16);
    return packet;
  }
}
