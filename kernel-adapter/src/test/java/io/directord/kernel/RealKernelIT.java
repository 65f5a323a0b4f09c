package io.directord.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link GuestTests} in one guest of the lab, and shows each of its lines as a test. */
final class RealKernelIT {
  private static final String SECONDS_MAX = "240";

  @TestFactory
  Stream<DynamicTest> realKernel(@TempDir Path directory) throws Exception {
    if (!present()) {
      return Stream.of(DynamicTest.dynamicTest("a real kernel", RealKernelIT::absent));
    }
    Path errors = directory.resolve("stderr");
    Process guest = new ProcessBuilder(command()).redirectError(errors.toFile()).start();
    guest.getOutputStream().close();
    List<String> lines =
        new String(guest.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    String said = Files.readString(errors);
    assertEquals(0, guest.waitFor(), () -> String.join("\n", lines) + "\n" + said);
    if (lines.isEmpty() || !lines.getLast().equals("end")) {
      fail("the guest's tests did not come to their end:\n" + String.join("\n", lines) + said);
    }
    return lines.stream().filter(line -> !line.equals("end")).map(RealKernelIT::test);
  }

  private static DynamicTest test(String line) {
    int name = line.indexOf(' ') + 1;
    int reason = line.indexOf(": ", name);
    String shown = reason < 0 ? line.substring(name) : line.substring(name, reason);
    return DynamicTest.dynamicTest(
        shown,
        () -> {
          if (line.startsWith("skipped ")) {
            Assumptions.abort(line.substring(Math.max(name, reason + 2)));
          }
          if (!line.startsWith("ok ")) {
            fail(line);
          }
        });
  }

  private static List<String> command() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(
        lab().toString(),
        "--topology",
        "none",
        "--host",
        "root",
        "--timeout",
        SECONDS_MAX,
        "-",
        "--",
        System.getProperty("java.home") + "/bin/java",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.io.tmpdir=/dev/shm", // the guest's root cannot be written to
        "-classpath",
        classPath,
        GuestTests.class.getName());
  }

  private static Path lab() {
    String root = System.getProperty("directord.root", ".");
    return Path.of(System.getProperty("directord.lab", root + "/lab/run"));
  }

  private static boolean present() {
    return Files.isExecutable(lab()) && installed("linux.uml") && installed("ipvsadm");
  }

  /** Who has no such kernel is told so; where it has to be there, its absence is a failure. */
  private static void absent() {
    String reason = "no real kernel: install user-mode-linux and ipvsadm";
    if ("required".equals(System.getenv("DIRECTORD_LAB"))) {
      fail(reason + " (and have " + lab() + ")");
    }
    Assumptions.abort(reason);
  }

  private static boolean installed(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
