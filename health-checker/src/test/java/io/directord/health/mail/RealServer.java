package io.directord.health.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Program;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** What tests against servers of mail and files have in common. */
final class RealServer {
  private RealServer() {}

  static InetSocketAddress freeAddress() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Program.freePort());
  }

  /** Where users of a server's own can work, with the certificate that the tests trust. */
  static void open(Path directory) throws IOException {
    for (@Nullable Path each = directory;
        each != null && each.startsWith("/tmp/");
        each = each.getParent()) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    Files.copy(TestCertificates.chain("good"), directory.resolve("good.crt"));
    Path key = Files.copy(TestCertificates.key("good"), directory.resolve("good.key"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
  }

  static void assertUp(TestLoop loop, Endpoint endpoint, Check.Probed check, String evidence) {
    ProbeOutcome outcome = OneProbe.run(loop.loop(), endpoint, check, 20_000);
    assertEquals(new ProbeOutcome.Success(0, evidence), outcome);
  }

  static void assertDown(
      TestLoop loop, Endpoint endpoint, Check.Probed check, FailureKind kind, String evidence) {
    ProbeOutcome outcome = OneProbe.run(loop.loop(), endpoint, check, 20_000);
    var failure = assertInstanceOf(ProbeOutcome.Failure.class, outcome, outcome.evidence());
    assertEquals(kind, failure.kind(), outcome.evidence());
    assertTrue(failure.evidence().startsWith(evidence), failure.evidence());
  }

  /** It accepts connections and says nothing; and stays so, or it would fork to the end. */
  static void assertFrozen(
      TestLoop loop, Program program, InetSocketAddress address, Check.Probed check) {
    program.freeze();
    ProbeOutcome outcome =
        OneProbe.run(loop.loop(), Endpoint.plain(address), check, OneProbe.HANG_MILLIS);
    var failure = assertInstanceOf(ProbeOutcome.Failure.class, outcome, outcome.evidence());
    assertEquals(FailureKind.TIMEOUT, failure.kind());
    assertTrue(failure.evidence().contains("waiting for the greeting"), failure.evidence());
  }
}
