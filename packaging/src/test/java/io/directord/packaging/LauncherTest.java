package io.directord.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.packaging.Project.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a program in the place of Java that says what it was given. */
final class LauncherTest {
  @TempDir Path home;

  private String javaIsGiven(Map<String, String> environment) throws Exception {
    Path launcher = home.resolve("bin/directord");
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(home.resolve("runtime/bin"));
    Files.copy(Project.root().resolve("packaging/src/main/image/bin/directord"), launcher);
    Path java = home.resolve("runtime/bin/java");
    Files.writeString(java, "#!/bin/sh\nenv\nfor word in \"$@\"; do echo \"<$word>\"; done\n");
    assertTrue(launcher.toFile().setExecutable(true) && java.toFile().setExecutable(true));
    Ended ended = Project.run(environment, List.of(launcher.toString(), "run"));
    assertEquals(0, ended.status(), ended::toString);
    return ended.out();
  }

  @Test
  void whatSystemdSaysIsForTheDaemonAndForNoProgramOfIts() throws Exception {
    String given =
        javaIsGiven(Map.of("NOTIFY_SOCKET", "/run/a socket", "WATCHDOG_USEC", "10000000"));
    assertTrue(given.contains("<-Ddirectord.notify=/run/a socket>\n"), given);
    assertTrue(given.contains("<-Ddirectord.watchdog=10000000>\n"), given);
    assertFalse(given.contains("NOTIFY_SOCKET=") || given.contains("WATCHDOG_"), given);
  }

  @Test
  void aWatchdogOfAnotherProcessIsNotOurs() throws Exception {
    String given =
        javaIsGiven(
            Map.of("NOTIFY_SOCKET", "@s", "WATCHDOG_USEC", "10000000", "WATCHDOG_PID", "1"));
    assertTrue(given.contains("<-Ddirectord.watchdog=>\n"), given);
  }

  /** As {@code rpm} leaves them until it removes what the old package had. */
  @Test
  void theJarOfAnotherVersionIsLeftAlone() throws Exception {
    Files.createDirectories(home.resolve("lib"));
    for (String version : List.of("0.0.1", "@version@", "99.0.0")) {
      Files.createFile(home.resolve("lib/director-core-" + version + ".jar"));
    }
    String given = javaIsGiven(Map.of());
    assertTrue(given.contains("lib/director-core-@version@.jar>\n<run>\n"), given);
    assertFalse(given.contains("director-core-0.0.1") || given.contains("-99.0.0"), given);
  }

  @Test
  void withoutSystemdNothingIsSaidOfIt() throws Exception {
    assertFalse(javaIsGiven(Map.of("NOTIFY_SOCKET", "")).contains("directord.notify"));
  }
}
