package io.directord.director.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Password;
import java.nio.file.Path;
import java.util.Optional;

/** Reads where a check finds a password. No message shows a value. */
final class PasswordReader {
  private static final String FILE = "file:";
  private static final String CREDENTIAL = "credential:";
  private static final String PLAIN = "plain:";
  private static final String WANTED =
      "expected \"file:/absolute/path\", \"credential:NAME\", or \"plain:TEXT\" (the value is not"
          + " shown)";

  private PasswordReader() {}

  /** Empty when absent, or wrong. */
  static Optional<Password> read(Section section, String key) {
    if (!section.has(key)) {
      return Optional.empty();
    }
    String text = section.value(key).flatMap(Values::text).orElse("");
    if (text.startsWith(PLAIN)) {
      byte[] bytes = text.substring(PLAIN.length()).getBytes(UTF_8);
      Optional<String> complaint = Password.complaint(bytes);
      complaint.ifPresent(why -> section.error(key, key + " " + why));
      return complaint.isPresent() ? Optional.empty() : Optional.of(Password.known(bytes));
    }
    if (secret(text).isEmpty()) {
      section.error(key, key + ": " + WANTED);
      return Optional.empty();
    }
    return Optional.of(new Password.Unread(text));
  }

  /** What a place that was read before names. */
  static Optional<Secret> secret(String place) {
    try {
      if (place.startsWith(FILE)) {
        return Optional.of(new Secret.File(Path.of(place.substring(FILE.length()))));
      }
      if (place.startsWith(CREDENTIAL)) {
        return Optional.of(new Secret.Credential(place.substring(CREDENTIAL.length())));
      }
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // no path, or not an absolute one, or no name
    }
    return Optional.empty();
  }
}
