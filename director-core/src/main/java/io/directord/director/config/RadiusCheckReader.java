package io.directord.director.config;

import io.directord.health.Check;
import io.directord.health.Password;
import io.directord.health.datagram.RadiusCheck;
import io.directord.health.datagram.RadiusCheck.Login;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what only checks of RADIUS servers have. */
final class RadiusCheckReader {
  static final List<CheckKind> KINDS =
      List.of(
          new CheckKind(
              "radius",
              CheckKind.Way.DATAGRAM,
              Optional.empty(),
              Set.of("secret", "user", "password", "expect"),
              RadiusCheckReader::read));

  private static final Map<String, Boolean> EXPECTED = Map.of("accept", true, "reject", false);

  private RadiusCheckReader() {}

  private static Optional<Check> read(Section section, Optional<Check> base) {
    Optional<RadiusCheck> defaults = base.map(RadiusCheck.class::cast);
    if (base.isEmpty()) {
      section.lacks(
          "secret", "what is shared with the server, such as \"file:/etc/directord/radius\"");
    }
    Optional<Password> secret =
        PasswordReader.read(section, "secret").or(() -> defaults.map(RadiusCheck::secret));
    Optional<Login> login = login(section, defaults.flatMap(RadiusCheck::login));
    return section.clean() && secret.isPresent()
        ? section.build(() -> new RadiusCheck(secret.get(), login))
        : Optional.empty();
  }

  /** Without a user, the server is asked whether it is alive. */
  private static Optional<Login> login(Section section, Optional<Login> base) {
    Optional<String> user = section.text("user").or(() -> base.map(Login::user));
    if (user.isEmpty()) {
      section.refuse("password", "needs a user beside it");
      section.refuse("expect", "needs a user beside it");
      return Optional.empty();
    }
    if (base.isEmpty() && section.lacks("password", "that of the user")) {
      return Optional.empty();
    }
    Optional<Password> password =
        PasswordReader.read(section, "password").or(() -> base.map(Login::password));
    boolean accept = section.choice("expect", EXPECTED, base.map(Login::accept).orElse(true));
    return section.clean() && password.isPresent()
        ? section.build(() -> new Login(user.get(), password.get(), accept))
        : Optional.empty();
  }
}
