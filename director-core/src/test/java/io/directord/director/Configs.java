package io.directord.director;

import static org.junit.jupiter.api.Assertions.fail;

import io.directord.director.config.ConfigReader;
import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;

/** Configurations from text, for tests. */
public final class Configs {
  private Configs() {}

  /** A configuration with these keys of {@code director}. */
  public static DirectorConfig director(String body) {
    return switch (result(body)) {
      case ConfigResult.Valid(DirectorConfig config, _) -> config;
      case ConfigResult.Invalid(var problems) -> fail("invalid: " + problems);
      case ConfigResult.Unreadable(String because) -> fail(because);
    };
  }

  /** A configuration with these virtual services. */
  public static DirectorConfig services(String services) {
    return director("virtual-services { " + services + " }");
  }

  /** What reading these keys of {@code director} comes to. */
  public static ConfigResult result(String body) {
    return ConfigReader.parse("director { node = lvs1\n" + body + "\n}", "test.conf");
  }
}
