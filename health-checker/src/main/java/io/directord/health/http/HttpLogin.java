package io.directord.health.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Password;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Basic authentication (RFC 7617). */
public record HttpLogin(String user, Password password) {
  public static final int USER_CHARS_MAX = 256;

  public HttpLogin {
    if (user.indexOf(':') >= 0 || user.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "user must hold no colon and no control characters (RFC 7617)");
    }
    if (user.length() > USER_CHARS_MAX) {
      throw new IllegalArgumentException(
          "user must have at most " + USER_CHARS_MAX + " characters");
    }
  }

  HttpLogin withPassword(UnaryOperator<Password> others) {
    return new HttpLogin(user, others.apply(password));
  }

  /** The value of the header Authorization; empty as long as the password has not been read. */
  Optional<String> authorization() {
    return switch (password) {
      case Password.Unread _ -> Optional.empty();
      case Password.Known known -> {
        byte[] name = (user + ":").getBytes(UTF_8);
        byte[] secret = known.bytes();
        byte[] both = new byte[name.length + secret.length];
        System.arraycopy(name, 0, both, 0, name.length);
        System.arraycopy(secret, 0, both, name.length, secret.length);
        yield Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
      }
    };
  }
}
