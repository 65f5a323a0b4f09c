package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;

/** Reads texts that a test expects to be right, or wrong. */
final class ConfigText {
  private ConfigText() {}

  static DirectorConfig valid(String text) {
    return switch (ConfigReader.parse(text, "test")) {
      case ConfigResult.Valid(DirectorConfig config, _) -> config;
      case ConfigResult.Invalid(List<Problem> problems) -> fail("invalid: " + problems);
      case ConfigResult.Unreadable(String because) -> fail(because);
    };
  }

  /** The only service of a configuration with this body. */
  static VirtualService service(String body) {
    return valid("director { virtual-services { s { " + body + " } } }").services().getFirst();
  }

  /** The only router of a configuration with this body. */
  static RouterConfig router(String body) {
    return valid("director { virtual-routers { r { " + body + " } } }").routers().getFirst();
  }
}
