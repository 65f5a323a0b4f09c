package io.directord.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.packaging.Project.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image runs by itself: with its own Java, its own jars and its start-up cache. */
final class ImageIT {
  /** Fails where the JVM would otherwise only start more slowly. */
  private static final Map<String, String> WITH_CACHE_ONLY =
      Map.of("DIRECTORD_JAVA_OPTIONS", "-XX:AOTMode=on");

  @ParameterizedTest
  @ValueSource(strings = {"directord", "directorctl"})
  void aProgramRunsWithoutAnyJavaOnThePath(String program) throws Exception {
    Ended version = run(program, Map.of(), "--version");
    assertEquals(0, version.status(), version::toString);
    assertTrue(version.out().matches("(?s).*\\d+\\.\\d+\\.\\d+.*"), version::toString);
    assertEquals("", version.err(), version::toString);
    Ended help = run(program, Map.of(), "--help");
    assertEquals(0, help.status(), help::toString);
    assertTrue(help.out().contains("Usage: " + program), help::toString);
    assertEquals("", help.err(), help::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"directord", "directorctl"})
  void badUsageEndsWith64AndNoStackTrace(String program) throws Exception {
    Ended ended = run(program, Map.of(), "--colour");
    assertEquals(64, ended.status(), ended::toString);
    assertEquals("", ended.out(), ended::toString);
    assertTrue(!ended.err().contains("Exception") && ended.err().contains("--colour"), ended::err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"directord", "directorctl"})
  void theStartUpCacheFitsTheImage(String program) throws Exception {
    Ended ended = run(program, WITH_CACHE_ONLY, "--version");
    assertEquals(0, ended.status(), ended::toString);
    assertEquals("", ended.err(), ended::toString);
    Map<String, String> loud =
        Map.of("DIRECTORD_JAVA_OPTIONS", "-XX:AOTMode=on -Xlog:class+load:file=/dev/stdout");
    String loaded = run(program, loud, "--version").out();
    assertTrue(
        loaded
            .lines()
            .anyMatch(line ->
                line.contains("io.directord.director.command.Main source: shared objects file")),
        "our own classes are not read from the cache");
  }

  @Test
  void nativeCallsAndSocketsGiveNoWarning(@TempDir Path folder) throws Exception {
    Ended ended = run("directord", WITH_CACHE_ONLY, "warm-up");
    assertEquals(0, ended.status(), ended::toString);
    assertTrue(!ended.err().contains("WARNING:"), ended::toString);
    assertTrue(!ended.err().contains("Exception"), ended::toString);
    Path config = Files.writeString(folder.resolve("c.conf"), "director { http { lisen = 1 } }\n");
    Ended check = run("directord", WITH_CACHE_ONLY, "check", config.toString());
    assertEquals(1, check.status(), check::toString);
    assertTrue(check.err().concat(check.out()).contains("c.conf:1: "), check::toString);
  }

  /** Whoever looks for what may be there opens all of them, which takes a tenth of a start. */
  @Test
  void aStartLooksIntoNoJarButItsOwn(@TempDir Path folder) throws Exception {
    try (ShadowDirector director = ShadowDirector.startUnasked(folder)) {
      List<String> others =
          director.openJars().stream().filter(name -> !name.startsWith("director-core-")).toList();
      assertEquals(List.of(), others, "see decision 0045");
    }
  }

  @Test
  void aConfigurationThatDoesNotFitIntoMemoryIsRefusedInALine(@TempDir Path folder)
      throws Exception {
    String servers = "{ address = 10.0.0.1 }, ".repeat(50_000);
    Path config =
        Files.writeString(
            folder.resolve("c.conf"),
            "director { virtual-services { web { real-servers = [" + servers + "] } } }\n");
    String heap = "-Xms8m -Xmx24m -XX:NewSize=4m";
    Ended check =
        run("directord", Map.of("DIRECTORD_JAVA_OPTIONS", heap), "check", config.toString());
    assertEquals(1, check.status(), check::toString);
    String said = check.err().concat(check.out());
    assertTrue(said.contains("c.conf: it takes about ") && said.contains("-Xmx"), said);
    assertFalse(said.contains("Error"), said);
  }

  @Test
  void theImageHoldsNoJarThatADirectorNeverLoads() throws Exception {
    List<String> unwanted = new ArrayList<>();
    try (Stream<Path> jars = Files.list(Project.image().resolve("lib"))) {
      jars.map(each -> each.getFileName().toString())
          .filter(name ->
              name.matches(
                  ".*(kqueue|io_uring|macos|osx|windows|rxtx|sctp|udt|junit|archunit"
                      + "|testcontainers|-tests|jspecify|error_prone).*"))
          .forEach(unwanted::add);
    }
    assertEquals(
        List.of(), unwanted, "leave them out with excludeArtifactIds in packaging/pom.xml");
  }

  private static Ended run(String program, Map<String, String> environment, String... arguments)
      throws Exception {
    Path bin = Project.image().resolve("bin/" + program);
    List<String> command =
        new ArrayList<>(List.of("env", "-u", "JAVA_HOME", "PATH=" + pathWithoutJava()));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(bin.toString());
    command.addAll(List.of(arguments));
    return Project.run(Map.of(), command);
  }

  /** A folder with links to what the launcher needs, and nothing else. */
  private static String pathWithoutJava() throws Exception {
    Path folder = Project.root().resolve("packaging/target/path-without-java");
    Files.createDirectories(folder);
    for (String tool : List.of("readlink", "sh")) {
      Path link = folder.resolve(tool);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, Path.of("/usr/bin", tool));
      }
    }
    return folder.toString();
  }
}
