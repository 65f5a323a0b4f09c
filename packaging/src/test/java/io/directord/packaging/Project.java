package io.directord.packaging;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where the project and its image are, and how a test runs a program. */
final class Project {
  /** What a program said, and how it ended. */
  record Ended(int status, String out, String err) {}

  private Project() {}

  static Path root() {
    return Path.of(System.getProperty("directord.root", ".")).toAbsolutePath().normalize();
  }

  static Path image() {
    return root().resolve("packaging/target/directord");
  }

  /** Runs a program to its end; the caller's environment and then {@code environment} apply. */
  static Ended run(Map<String, String> environment, List<String> command) throws Exception {
    Path errors = Files.createTempFile("directord-test", ".stderr");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      return new Ended(status, out, Files.readString(errors));
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  static boolean installed(String program) throws IOException {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * Ends a test for which this machine lacks something: who has it not is told so; where it has to
   * be there, its absence is a failure.
   */
  static void absent(String reason) {
    if ("required".equals(System.getenv("DIRECTORD_LAB"))) {
      fail(reason);
    }
    Assumptions.abort(reason);
  }
}
