package io.directord.director.config;

import io.directord.health.Check;
import io.directord.health.Password;
import io.directord.health.mail.LoginCheck;
import io.directord.health.mail.LoginCheck.Protocol;
import io.directord.health.mail.MailLogin;
import io.directord.health.mail.SmtpCheck;
import io.directord.health.mail.SmtpCheck.Hello;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what only checks of servers for mail, files and news have. */
final class MailCheckReader {
  static final List<CheckKind> KINDS = kinds();

  private MailCheckReader() {}

  private static List<CheckKind> kinds() {
    List<CheckKind> kinds = new ArrayList<>();
    kinds.add(
        DatabaseCheckReader.kind(
            SmtpCheck.PLAIN, Set.of("hello", "helo-name"), MailCheckReader::smtp));
    for (Protocol protocol : Protocol.values()) {
      LoginCheck plain = LoginCheck.plain(protocol);
      kinds.add(
          DatabaseCheckReader.kind(
              plain,
              Set.of("user", "password"),
              (section, base) -> login(section, (LoginCheck) base.orElse(plain))));
    }
    return kinds;
  }

  private static Optional<Check> smtp(Section section, Optional<Check> base) {
    SmtpCheck defaults = (SmtpCheck) base.orElse(SmtpCheck.PLAIN);
    Hello hello = section.choice("hello", Hello.WORDS, defaults.hello());
    String name = section.text("helo-name").orElse(defaults.heloName());
    return section.build(() -> new SmtpCheck(hello, name));
  }

  private static Optional<Check> login(Section section, LoginCheck base) {
    Optional<String> user = section.text("user").or(() -> base.login().map(MailLogin::user));
    Optional<Password> password =
        PasswordReader.read(section, "password").or(() -> base.login().map(MailLogin::password));
    if (user.isPresent() && password.isEmpty()) {
      section.lacks("password", "where it is found");
    }
    if (password.isPresent() && user.isEmpty()) {
      section.lacks("user", "whose password it is");
    }
    Optional<MailLogin> login =
        user.flatMap(u -> password.flatMap(p -> section.build(() -> new MailLogin(u, p))));
    password
        .filter(MailLogin::breaksLine)
        .ifPresent(_ -> section.error("password", "password must not hold a line break"));
    return section.clean() ? Optional.of(new LoginCheck(base.protocol(), login)) : Optional.empty();
  }
}
