package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Password;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Who a probe says it is.
 *
 * @param user empty for nobody in particular
 */
public record Credentials(String user, Optional<Password> password) {
  public static final Credentials NONE = new Credentials("", Optional.empty());
  public static final int USER_BYTES_MAX = 256;

  public Credentials {
    if (user.getBytes(UTF_8).length > USER_BYTES_MAX || user.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          "user must have at most " + USER_BYTES_MAX + " bytes on one line");
    }
  }

  public Credentials withPassword(UnaryOperator<Password> others) {
    return new Credentials(user, password.map(others));
  }

  boolean anonymous() {
    return user.isEmpty();
  }

  /** Empty when there is none. */
  byte[] passwordBytes() {
    return password.map(Password::bytes).orElse(new byte[0]);
  }

  boolean hasPassword() {
    return password.isPresent();
  }
}
