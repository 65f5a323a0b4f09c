package io.directord.health.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Password;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Who logs in, in clear: as all of these protocols do it that need no more than lines. */
public record MailLogin(String user, Password password) {
  public static final int USER_BYTES_MAX = 256;

  public MailLogin {
    int bytes = user.getBytes(UTF_8).length;
    if (bytes == 0 || bytes > USER_BYTES_MAX || user.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "user must have 1.." + USER_BYTES_MAX + " bytes on one line");
    }
  }

  MailLogin withPassword(UnaryOperator<Password> others) {
    return new MailLogin(user, others.apply(password));
  }

  /** Why nobody can be asked with it. */
  Optional<String> trouble() {
    return breaksLine(password)
        ? Optional.of("not probed: the password holds a line break, which would end the command")
        : Optional.empty();
  }

  String userBytes() {
    return new String(user.getBytes(UTF_8), ISO_8859_1);
  }

  /** A character for each byte; empty when it has not been read. */
  String passwordBytes() {
    return bytes(password);
  }

  /** What is behind the break would be a command of its own. */
  public static boolean breaksLine(Password password) {
    return bytes(password).chars().anyMatch(c -> c == '\r' || c == '\n');
  }

  private static String bytes(Password password) {
    return new String(password.bytes(), ISO_8859_1);
  }
}
