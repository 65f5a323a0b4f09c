package io.directord.director.config;

import io.directord.health.Check;
import io.directord.health.mail.SmtpCheck;
import io.directord.health.mail.SmtpCheck.Hello;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what only checks of servers for mail, files and news have. */
final class MailCheckReader {
  static final List<CheckKind> KINDS =
      List.of(
          DatabaseCheckReader.kind(
              SmtpCheck.PLAIN, Set.of("hello", "helo-name"), MailCheckReader::smtp));

  private MailCheckReader() {}

  private static Optional<Check> smtp(Section section, Optional<Check> base) {
    SmtpCheck defaults = (SmtpCheck) base.orElse(SmtpCheck.PLAIN);
    Hello hello = section.choice("hello", Hello.WORDS, defaults.hello());
    String name = section.text("helo-name").orElse(defaults.heloName());
    return section.build(() -> new SmtpCheck(hello, name));
  }
}
