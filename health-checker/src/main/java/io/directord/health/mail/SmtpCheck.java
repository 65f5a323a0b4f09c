package io.directord.health.mail;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail server greets (220), answers to a hello (250), and takes leave (221).
 *
 * @param heloName who we say we are
 */
public record SmtpCheck(Hello hello, String heloName) implements Check.Probed {

  /** Which of them is said. */
  public enum Hello {
    EHLO,
    HELO,
    /** Of LMTP (RFC 2033). */
    LHLO;

    public static final Map<String, Hello> WORDS = Map.of("ehlo", EHLO, "helo", HELO, "lhlo", LHLO);
  }

  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z._:\\[\\]-]{1,255}");

  public static final SmtpCheck PLAIN = new SmtpCheck(Hello.EHLO, "localhost");

  public SmtpCheck {
    if (!NAME.matcher(heloName).matches()) {
      throw new IllegalArgumentException(
          "helo-name must be a name such as mail.example.com, or an address in brackets");
    }
  }

  @Override
  public String type() {
    return "smtp";
  }

  @Override
  public boolean knowsStartTls() {
    return true;
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new MailProbe(endpoint, script(endpoint.startsTls()), Optional.empty());
  }

  Script script(boolean startTls) {
    return new Script("SMTP", Grammar.SMTP, exchanges(startTls), List.of(), "");
  }

  private List<Exchange> exchanges(boolean startTls) {
    Exchange greet = Exchange.of(hello.name(), hello.name() + " " + heloName, "250");
    List<Exchange> exchanges = new ArrayList<>(List.of(Exchange.greeting("220"), greet));
    if (startTls) {
      exchanges.add(Exchange.encrypting("STARTTLS", "STARTTLS", "220"));
      // What the server said in clear is forgotten (RFC 3207, section 4.2).
      exchanges.add(greet);
    }
    exchanges.add(Exchange.farewell("QUIT", "QUIT", "221"));
    return exchanges;
  }
}
