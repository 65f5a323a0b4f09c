package io.directord.health.datagram;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Password;
import io.directord.health.Probe;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A RADIUS server answers as expected: to the login of a user (RFC 2865, by PAP), or to the
 * question whether it is alive (Status-Server, RFC 5997).
 *
 * @param secret shared with the server
 * @param login empty asks for the server's status
 */
public record RadiusCheck(Password secret, Optional<Login> login) implements Check.Probed {
  /** Attributes have one byte of length, and the password is padded to blocks of 16. */
  public static final int USER_BYTES_MAX = 63;

  public static final int PASSWORD_BYTES_MAX = 128;

  /**
   * A user, and whether the server is to let him in.
   *
   * @param accept false: a server that refuses him is up
   */
  public record Login(String user, Password password, boolean accept) {
    public Login {
      int bytes = user.getBytes(UTF_8).length;
      if (bytes == 0 || bytes > USER_BYTES_MAX) {
        throw new IllegalArgumentException("user must have 1..63 bytes, found " + bytes);
      }
      if (password instanceof Password.Known known && known.bytes().length > PASSWORD_BYTES_MAX) {
        throw new IllegalArgumentException("password must not be longer than 128 bytes");
      }
    }
  }

  @Override
  public String type() {
    return "radius";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new RadiusProbe(endpoint, this);
  }

  @Override
  public Probed withPasswords(UnaryOperator<Password> others) {
    return new RadiusCheck(
        others.apply(secret),
        login.map(who -> new Login(who.user(), others.apply(who.password()), who.accept())));
  }
}
