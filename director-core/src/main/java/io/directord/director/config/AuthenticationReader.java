package io.directord.director.config;

import io.directord.director.config.Authentication.Hmac;
import io.directord.director.config.Authentication.Hmac.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a virtual router's {@code authentication}. No message shows a value. */
final class AuthenticationReader {
  private static final String PLACES = "expected \"file:/absolute/path\" or \"credential:NAME\"";
  private static final String HIDDEN = " (the value is not shown)";

  private static final Map<String, Mode> MODES =
      Map.of(
          "enforce", Mode.ENFORCE,
          "permissive", Mode.PERMISSIVE,
          "receive-only", Mode.RECEIVE_ONLY);

  private AuthenticationReader() {}

  static Optional<Authentication> read(Section section) {
    section.unknownKeys(Keys.AUTHENTICATION);
    List<String> kinds = Keys.AUTHENTICATION.stream().filter(section::has).sorted().toList();
    if (kinds.size() != 1) {
      section.error(
          kinds.isEmpty() ? "" : kinds.getLast(),
          "authentication names exactly one of hmac, pass, ah; found "
              + (kinds.isEmpty() ? "none" : String.join(" and ", kinds)));
      return Optional.empty();
    }
    return switch (kinds.getFirst()) {
      case "hmac" -> section.section("hmac").flatMap(AuthenticationReader::hmac);
      case "pass" -> secret(section, "pass", true).map(Authentication.Pass::new);
      default -> secret(section, "ah", true).map(Authentication.Ah::new);
    };
  }

  private static Optional<Authentication> hmac(Section section) {
    section.unknownKeys(Keys.HMAC);
    if (section.lacks(
        "keys", "at least one key, such as keys { 1 = \"file:/etc/directord/key\" }")) {
      return Optional.empty();
    }
    Optional<Section> keys = section.section("keys");
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<Integer, Secret> secrets = new TreeMap<>();
    for (String id : keys.get().keys()) {
      int number = id.matches("\\d{1,3}") ? Integer.parseInt(id) : -1;
      if (number < 0 || number > Hmac.KEY_ID_MAX) {
        keys.get().error(id, "a key's id must be 0..255, found " + Values.quote(id));
      }
      secret(keys.get(), id, false).ifPresent(secret -> secrets.put(number, secret));
    }
    if (!section.clean()) {
      return Optional.empty();
    }
    if (secrets.isEmpty()) {
      section.error("keys", "keys must hold at least one key");
      return Optional.empty();
    }
    if (secrets.size() > 1 && section.lacks("active-key", "the id of the key to send with")) {
      return Optional.empty();
    }
    int active = section.integer("active-key", 0, Hmac.KEY_ID_MAX, secrets.firstKey());
    Mode mode = section.choice("mode", MODES, Mode.ENFORCE);
    Optional<Duration> window = section.duration("window", Hmac.WINDOW_MIN, Hmac.WINDOW_MAX);
    return section.clean()
        ? section.build(() -> new Hmac(secrets, active, mode, window))
        : Optional.empty();
  }

  /** A key of HMAC; empty when it is none, which is said. */
  static Optional<Secret> key(Section section, String key) {
    return secret(section, key, false);
  }

  private static Optional<Secret> secret(Section section, String key, boolean password) {
    String text = section.value(key).flatMap(Values::text).orElse("");
    String wanted = PLACES + (password ? ", or \"plain:TEXT\"" : ", or \"hex:DIGITS\"") + HIDDEN;
    try {
      if (text.startsWith("file:")) {
        return Optional.of(new Secret.File(Path.of(text.substring("file:".length()))));
      }
      if (text.startsWith("credential:")) {
        return Optional.of(new Secret.Credential(text.substring("credential:".length())));
      }
      if (text.startsWith("hex:") && !password) {
        Secret.Hex hex = new Secret.Hex(text.substring("hex:".length()));
        Optional<String> complaint = Secrets.keyComplaint(hex.bytes().length);
        complaint.ifPresent(
            why -> section.error(key, ("key".equals(key) ? key : "key " + key) + " " + why));
        return complaint.isPresent() ? Optional.empty() : Optional.of(hex);
      }
    } catch (InvalidPathException e) {
      section.error(key, wanted);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      section.error(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    if (!password || !text.startsWith("plain:")) {
      section.error(key, wanted);
      return Optional.empty();
    }
    String plain = text.substring("plain:".length());
    int bytes = plain.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > Authentication.PASSWORD_BYTES_MAX) {
      section.error(key, key + " must have 1..8 bytes: version 2 carries no more");
      return Optional.empty();
    }
    return Optional.of(new Secret.Plain(plain));
  }
}
