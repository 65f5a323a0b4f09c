package io.directord.health.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Eventually;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Program;
import io.directord.health.TestLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against chronyd, which serves this machine's clock and does not touch it. */
final class NtpProbeIT {
  /** As an operator would write it who has no check of type ntp: mode 3, answered in mode 4. */
  private static final UdpCheck BARE_QUESTION =
      new UdpCheck(
          "1b" + "00".repeat(47),
          Optional.of(new Expectation.Bytes(new byte[] {0x1c})),
          UdpCheck.DEFAULT.quiet());

  @Test
  void chronydIsAsked(@TempDir Path directory) throws IOException {
    Program.require("chronyd", "chrony");
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Program.freePort());
    try (TestLoop loop = new TestLoop()) {
      try (Program chronyd = chronyd(directory, "good", address, "local stratum 7\n")) {
        Eventually.until(
            () -> run(loop, address, NtpCheck.DEFAULT) instanceof ProbeOutcome.Success,
            chronyd::printed);
        var far = failure(loop, address, new NtpCheck(3, Optional.empty()));
        assertEquals(FailureKind.STATUS, far.kind());
        assertEquals("stratum 7, expected at most 3", far.evidence());
        assertInstanceOf(
            ProbeOutcome.Success.class, OneProbe.run(loop.loop(), address, BARE_QUESTION));
        chronyd.freeze();
        var silent = OneProbe.run(loop.loop(), address, BARE_QUESTION, OneProbe.HANG_MILLIS);
        assertEquals(
            FailureKind.TIMEOUT,
            assertInstanceOf(ProbeOutcome.Failure.class, silent, silent.toString()).kind());
        var frozen = OneProbe.run(loop.loop(), address, NtpCheck.DEFAULT, OneProbe.HANG_MILLIS);
        var failure = assertInstanceOf(ProbeOutcome.Failure.class, frozen);
        assertEquals(FailureKind.TIMEOUT, failure.kind());
        assertTrue(failure.evidence().contains("waiting for the time"), failure.evidence());
      }
      assertEquals(FailureKind.REFUSED, failure(loop, address, NtpCheck.DEFAULT).kind());
      try (Program chronyd = chronyd(directory, "lost", address, "")) {
        Eventually.until(
            () ->
                run(loop, address, NtpCheck.DEFAULT) instanceof ProbeOutcome.Failure failure
                    && failure.evidence().equals("its clock is not synchronised"),
            chronyd::printed);
      }
    }
  }

  private static Program chronyd(
      Path directory, String name, InetSocketAddress address, String more) throws IOException {
    Path configuration = directory.resolve(name + ".conf");
    Files.writeString(
        configuration,
        "port "
            + address.getPort()
            + "\nbindaddress 127.0.0.1\ncmdport 0\nallow 127.0.0.1\nbindcmdaddress /\npidfile "
            + directory.resolve(name + ".pid")
            + "\n"
            + more);
    return Program.start(
        directory,
        "/usr/sbin/chronyd",
        "-x",
        "-d",
        "-U",
        "-u",
        "root",
        "-f",
        configuration.toString());
  }

  private static ProbeOutcome run(TestLoop loop, InetSocketAddress address, NtpCheck check) {
    return OneProbe.run(loop.loop(), address, check);
  }

  private static ProbeOutcome.Failure failure(
      TestLoop loop, InetSocketAddress address, NtpCheck check) {
    return assertInstanceOf(ProbeOutcome.Failure.class, run(loop, address, check));
  }
}
