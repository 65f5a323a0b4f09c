package io.directord.director.config;

import com.typesafe.config.ConfigValue;
import io.directord.director.config.HookConfig.Encryption;
import io.directord.director.config.HookConfig.Login;
import io.directord.director.config.HookConfig.Mail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code mail} of a hook. What it lets through cannot end a line of SMTP or of a header. */
final class MailReader {
  private static final Map<String, Encryption> ENCRYPTIONS =
      Map.of(
          "none",
          Encryption.NONE,
          "starttls",
          Encryption.STARTTLS,
          "implicit",
          Encryption.IMPLICIT);

  /** A name or an address, and perhaps a port; IPv6 in brackets where it has one. */
  private static final Pattern SERVER =
      Pattern.compile(
          "(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9._-]{1,253})|([0-9a-fA-F:]{2,45}))"
              + "(?<port>:\\d{1,5})?");

  /** RFC 5321, section 4.1.2, without what is quoted. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?=.{3,254}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");

  private static final int RECIPIENTS_MAX = 50;
  private static final int SUBJECT_CHARS_MAX = 100;
  private static final int USER_CHARS_MAX = 200;
  private static final int PORT_MAX = 65_535;
  private static final String PLAIN = "plain:";

  private final Section section;

  private MailReader(Section section) {
    this.section = section;
  }

  static Optional<HookConfig.Way> read(Section section) {
    section.unknownKeys(Keys.MAIL);
    return new MailReader(section).mail();
  }

  private Optional<HookConfig.Way> mail() {
    Encryption tls = section.choice("tls", ENCRYPTIONS, Encryption.STARTTLS);
    boolean verify = section.flag("verify", true);
    if (tls == Encryption.NONE) {
      section.refuse("verify", "has no meaning with tls = none");
      section.refuse("certificates", "has no meaning with tls = none");
    } else if (!verify) {
      section.refuse("certificates", "is not asked with verify = false");
    }
    Optional<Path> certificates =
        section.has("certificates") ? HookReader.path(section, "certificates") : Optional.empty();
    Optional<Matcher> server = server();
    Optional<String> from =
        section.lacks("from", "the sender's address, such as \"directord@lvs1.example.com\"")
            ? Optional.empty()
            : section.text("from").filter(text -> address("from", "an address", text));
    List<String> to = to();
    Optional<Login> login = login();
    String subject = subject();
    Duration collect = wait("collect", Mail.COLLECT);
    Duration apart = wait("apart", Mail.APART);
    if (!section.clean() || server.isEmpty() || from.isEmpty()) {
      return Optional.empty();
    }
    String port = server.get().group("port");
    return section.build(() ->
        new Mail(
            host(server.get()),
            port == null ? tls.port() : Integer.parseInt(port.substring(1)),
            tls,
            verify,
            certificates,
            login,
            from.get(),
            to,
            subject,
            collect,
            apart));
  }

  private Duration wait(String key, Duration otherwise) {
    return section.duration(key, Duration.ZERO, Mail.WAIT_MAX).orElse(otherwise);
  }

  private Optional<Matcher> server() {
    if (section.lacks(
        "server", "the mail server, such as \"mx.example.com\", with or without port")) {
      return Optional.empty();
    }
    Optional<Matcher> found =
        section.text("server").map(SERVER::matcher).filter(each -> each.matches() && port(each));
    if (found.isEmpty()) {
      section.error("server", "server must be a name or an address, with or without \":PORT\"");
    }
    return found;
  }

  private static boolean port(Matcher server) {
    String port = server.group("port");
    int number = port == null ? 1 : Integer.parseInt(port.substring(1));
    return number >= 1 && number <= PORT_MAX;
  }

  private static String host(Matcher server) {
    String bracketed = server.group(1);
    String name = server.group(2);
    String bare = server.group(3);
    return bracketed != null ? bracketed : name != null ? name : String.valueOf(bare);
  }

  private List<String> to() {
    if (section.lacks("to", "the addresses that mails go to")) {
      return List.of();
    }
    List<String> to = new ArrayList<>();
    for (ConfigValue value : section.list("to", RECIPIENTS_MAX)) {
      String text = Values.text(value).orElseGet(() -> Values.describe(value));
      if (address("to", "addresses", text)) {
        to.add(text);
      }
    }
    return to;
  }

  private boolean address(String key, String what, String text) {
    boolean fine = ADDRESS.matcher(text).matches();
    if (!fine) {
      section.error(
          key,
          key
              + " must be "
              + what
              + " such as \"ops@example.com\", without a name, found "
              + Values.quote(text));
    }
    return fine;
  }

  private String subject() {
    String subject = section.text("subject").orElse("[directord]");
    if (subject.length() > SUBJECT_CHARS_MAX
        || subject.codePoints().anyMatch(Character::isISOControl)) {
      section.error(
          "subject", "subject must be one line of at most " + SUBJECT_CHARS_MAX + " characters");
    }
    return subject;
  }

  private Optional<Login> login() {
    if (!section.has("user")) {
      section.refuse("password", "needs a user");
      return Optional.empty();
    }
    Optional<String> user = section.text("user");
    if (user.filter(name -> name.length() <= USER_CHARS_MAX)
        .filter(name -> name.codePoints().noneMatch(Character::isISOControl))
        .isEmpty()) {
      section.error("user", "user must be a name of at most " + USER_CHARS_MAX + " characters");
    }
    if (section.lacks("password", "\"file:/absolute/path\" or \"credential:NAME\"")) {
      return Optional.empty();
    }
    Optional<Secret> password =
        section.value("password").flatMap(Values::text).flatMap(MailReader::secret);
    if (password.isEmpty()) {
      section.error(
          "password",
          "password: expected \"file:/absolute/path\", \"credential:NAME\", or \"plain:TEXT\" (the"
              + " value is not shown)");
    }
    return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
  }

  private static Optional<Secret> secret(String text) {
    return text.startsWith(PLAIN) && text.length() > PLAIN.length()
        ? Optional.of(new Secret.Plain(text.substring(PLAIN.length())))
        : PasswordReader.secret(text);
  }
}
