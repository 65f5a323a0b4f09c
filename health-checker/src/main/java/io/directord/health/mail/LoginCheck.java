package io.directord.health.mail;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Password;
import io.directord.health.Probe;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A server greets, lets somebody log in if that is wanted, and takes leave. */
public record LoginCheck(Protocol protocol, Optional<MailLogin> login) implements Check.Probed {

  /** What is spoken. */
  public enum Protocol {
    IMAP,
    POP3,
    FTP,
    NNTP
  }

  /** Nobody logs in. */
  public static LoginCheck plain(Protocol protocol) {
    return new LoginCheck(protocol, Optional.empty());
  }

  @Override
  public String type() {
    return protocol.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public LoginCheck withPasswords(UnaryOperator<Password> others) {
    return new LoginCheck(protocol, login.map(each -> each.withPassword(others)));
  }

  @Override
  public boolean knowsStartTls() {
    return true;
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new MailProbe(endpoint, script(endpoint.startsTls()), login.flatMap(MailLogin::trouble));
  }

  Script script(boolean startTls) {
    return new Script(
        protocol.name(),
        grammar(),
        LoginExchanges.of(this, startTls),
        login.map(LoginCheck::secrets).orElse(List.of()),
        login.isPresent() ? "logged in" : "");
  }

  private Grammar grammar() {
    return switch (protocol) {
      case IMAP -> Grammar.IMAP;
      case POP3 -> Grammar.POP3;
      case FTP -> Grammar.FTP;
      case NNTP -> Grammar.NNTP;
    };
  }

  private static List<String> secrets(MailLogin login) {
    String password = login.passwordBytes();
    return password.isEmpty() ? List.of() : List.of(LoginExchanges.escaped(password), password);
  }
}
