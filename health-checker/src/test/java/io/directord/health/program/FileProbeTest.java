package io.directord.health.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.health.Advice;
import io.directord.health.Advice.Weight;
import io.directord.health.Curve;
import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.Probe;
import io.directord.health.ProbeOutcome;
import io.directord.health.TestLoop;
import io.directord.health.ThisNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileProbeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Endpoint WEB =
      Endpoint.plain(new InetSocketAddress(InetAddress.ofLiteral("10.0.0.7"), 80));

  @AutoClose private static final TestLoop LOOP = new TestLoop();
  private final ThisNode node = new ThisNode(ProcessBuilder::start, () -> NOW);
  @TempDir private Path folder;
  private Path file = Path.of("/");

  @BeforeEach
  void named() {
    file = folder.resolve("10.0.0.7-80");
  }

  @Test
  void theFileOfTheTargetMustBeThere() throws IOException {
    FileCheck check = new FileCheck(folder + "/{address}-{port}", "", none(), false, none());
    assertEquals(failure(FailureKind.STATUS, file + " does not exist"), look(check));
    Files.writeString(file, "");
    assertEquals(new ProbeOutcome.Success(0, file + " is there"), look(check));
  }

  @Test
  void itMustHoldWhatIsExpected() throws IOException {
    FileCheck check = new FileCheck("" + file, "in service", none(), false, none());
    Files.writeString(file, "web1 out of service\n");
    assertEquals(
        failure(
            FailureKind.BODY,
            file + " begins with \"web1 out of service\", without \"in service\""),
        look(check));
    Files.writeString(file, "# comment\nweb1 in service\n" + "x".repeat(100_000));
    assertEquals(new ProbeOutcome.Success(0, file + " is there"), look(check));
  }

  @Test
  void itMustBeYoungEnough() throws IOException {
    FileCheck check =
        new FileCheck("" + file, "", Optional.of(Duration.ofSeconds(60)), false, none());
    Files.writeString(file, "");
    Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(60)));
    assertEquals(new ProbeOutcome.Success(0, file + " is there"), look(check));
    Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(61)));
    assertEquals(
        failure(FailureKind.STATUS, file + " was last written 61 s ago, expected 60 s at most"),
        look(check));
    Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(3600)));
    assertEquals(new ProbeOutcome.Success(0, file + " is there"), look(check));
  }

  @Test
  void itsFirstWordIsAWeightOrALoad() throws IOException {
    FileCheck weight = new FileCheck("" + file, "", none(), true, none());
    Files.writeString(file, "30\n");
    assertEquals(weighing("weight 30", new Weight.Absolute(30)), look(weight));
    Files.writeString(file, "0%\n");
    assertEquals(weighing("weight 0%", new Weight.Percent(0)), look(weight));
    Files.writeString(file, "many");
    assertEquals(failure(FailureKind.BODY, file + " holds no weight: \"many\""), look(weight));
    Curve curve = Curve.parse(Map.of("0", "100%", "4", "0%"));
    FileCheck load = new FileCheck("" + file, "", none(), true, Optional.of(curve));
    Files.writeString(file, "1.00 0.50 0.20 1/200 4711\n");
    assertEquals(weighing("weight 75%", new Weight.Percent(75)), look(load));
  }

  @Test
  void whatIsNoFileIsNotOpened() {
    assertEquals(
        failure(FailureKind.STATUS, folder + " is no regular file"),
        look(new FileCheck("" + folder, "", none(), false, none())));
  }

  @Test
  void aFileSystemThatHangsStopsOneThreadAndNoLoop() throws IOException {
    Files.writeString(file, "");
    CountDownLatch hanging = new CountDownLatch(1);
    InstantSource clock =
        () -> {
          try {
            hanging.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return NOW;
        };
    Probe probe =
        new FileCheck("" + file, "", none(), false, none())
            .probe(WEB, new ThisNode(ProcessBuilder::start, clock));
    ProbeOutcome late =
        failure(FailureKind.TIMEOUT, "no answer within 100ms (reading " + file + ")");
    // More than there are threads.
    for (int n = 0; n < 10; n++) {
      assertEquals(late, OneProbe.run(LOOP.loop(), probe, 100));
    }
    hanging.countDown();
    assertEquals(
        new ProbeOutcome.Success(0, file + " is there"), OneProbe.run(LOOP.loop(), probe, 20_000));
  }

  private ProbeOutcome look(FileCheck check) {
    return OneProbe.run(LOOP.loop(), check.probe(WEB, node), 20_000);
  }

  private ProbeOutcome weighing(String what, Weight weight) {
    return new ProbeOutcome.Success(0, file + " says " + what, Advice.weight(weight));
  }

  private static ProbeOutcome failure(FailureKind kind, String evidence) {
    return new ProbeOutcome.Failure(kind, 0, evidence);
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }
}
