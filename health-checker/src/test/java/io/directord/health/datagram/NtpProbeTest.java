package io.directord.health.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Seeds;
import io.directord.health.TestLoop;
import io.directord.health.UdpServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class NtpProbeTest {
  private static final byte[] COOKIE = {1, 2, 3, 4, 5, 6, 7, 8};

  @Test
  void anAnswerIsReadAsItStandsInTheRfc() {
    assertEquals(
        new NtpAnswer.Read(1, 2, Duration.ofMillis(1500)), NtpAnswer.read(answer(1, 2), COOKIE));
    assertEquals(48, NtpAnswer.question(COOKIE).length);
    assertEquals(0x23, NtpAnswer.question(COOKIE)[0]);
  }

  @Test
  void whatIsNoAnswerToUsIsToldApart() {
    assertEquals(new NtpAnswer.Foreign(), NtpAnswer.read(answer(0, 1), new byte[COOKIE.length]));
    assertEquals(
        new NtpAnswer.Malformed("not NTP: an answer of 47 bytes"),
        NtpAnswer.read(Arrays.copyOf(answer(0, 1), 47), COOKIE));
    byte[] echoed = NtpAnswer.question(COOKIE);
    System.arraycopy(COOKIE, 0, echoed, 24, 8);
    assertEquals(
        new NtpAnswer.Malformed("not a server's answer: version 4, mode 3"),
        NtpAnswer.read(echoed, COOKIE));
    byte[] kiss = answer(3, 0);
    System.arraycopy(new byte[] {'R', 'A', 'T', 'E'}, 0, kiss, 12, 4);
    assertEquals(new NtpAnswer.Kiss("\"RATE\""), NtpAnswer.read(kiss, COOKIE));
  }

  @Test
  void randomBytesAreSurvived() {
    Seeds.forEach(
        500,
        random -> {
          byte[] bytes = new byte[random.nextInt(100)];
          random.nextBytes(bytes);
          NtpAnswer.read(bytes, COOKIE);
          if (bytes.length >= 48) {
            System.arraycopy(COOKIE, 0, bytes, 24, 8);
            NtpAnswer.read(bytes, COOKIE);
          }
        });
  }

  @Test
  void aServerIsJudgedByWhatItSays() {
    assertOutcome("stratum 2", NtpCheck.DEFAULT, answer -> answer);
    assertOutcome(
        "stratum 2, expected at most 1", new NtpCheck(1, Optional.empty()), answer -> answer);
    assertOutcome(
        "root dispersion 1500 ms, expected at most 100 ms",
        new NtpCheck(15, Optional.of(Duration.ofMillis(100))),
        answer -> answer);
    assertOutcome(
        "its clock is not synchronised",
        NtpCheck.DEFAULT,
        answer -> {
          answer[0] |= (byte) 0xc0;
          return answer;
        });
    assertOutcome(
        "its clock is not synchronised",
        NtpCheck.DEFAULT,
        answer -> {
          answer[1] = 16;
          return answer;
        });
  }

  private static void assertOutcome(String evidence, NtpCheck check, UnaryOperator<byte[]> change) {
    try (TestLoop loop = new TestLoop();
        UdpServer server =
            UdpServer.answering(question -> {
              byte[] answer = answer(0, 2);
              System.arraycopy(question, 40, answer, 24, 8);
              return change.apply(answer);
            })) {
      switch (OneProbe.run(loop.loop(), server.address(), check)) {
        case ProbeOutcome.Success success ->
            assertEquals(evidence, success.evidence().split(" in ", 2)[0]);
        case ProbeOutcome.Failure failure -> {
          assertEquals(FailureKind.STATUS, failure.kind());
          assertEquals(evidence, failure.evidence());
        }
      }
    }
  }

  private static byte[] answer(int leap, int stratum) {
    byte[] packet = new byte[NtpAnswer.PACKET_BYTES];
    packet[0] = (byte) (leap << 6 | 4 << 3 | 4);
    packet[1] = (byte) stratum;
    packet[9] = 1;
    packet[10] = (byte) 0x80;
    System.arraycopy(COOKIE, 0, packet, 24, 8);
    return packet;
  }
}
