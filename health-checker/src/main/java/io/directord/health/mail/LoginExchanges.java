package io.directord.health.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of each protocol for the same few things. */
final class LoginExchanges {
  private LoginExchanges() {}

  static List<Exchange> of(LoginCheck check, boolean startTls) {
    Optional<MailLogin> login = check.login();
    return switch (check.protocol()) {
      case IMAP -> imap(login, startTls);
      case POP3 -> pop3(login, startTls);
      case FTP -> ftp(login, startTls);
      case NNTP -> nntp(login, startTls);
    };
  }

  /** In quotation marks, as IMAP has it. */
  static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** RFC 9051. Who is logged in by the greeting (PREAUTH) can neither encrypt nor log in. */
  private static List<Exchange> imap(Optional<MailLogin> login, boolean startTls) {
    List<Exchange> all = new ArrayList<>();
    boolean plain = login.isEmpty() && !startTls;
    all.add(plain ? Exchange.greeting("OK", "PREAUTH") : Exchange.greeting("OK"));
    if (startTls) {
      all.add(Exchange.encrypting("STARTTLS", "a1 STARTTLS", "OK"));
    }
    login.ifPresent(who -> {
      String user = escaped(who.userBytes());
      String password = escaped(who.passwordBytes());
      all.add(Exchange.of("LOGIN", "a2 LOGIN \"" + user + "\" \"" + password + "\"", "OK"));
    });
    all.add(Exchange.farewell("LOGOUT", "a3 LOGOUT", "OK"));
    return all;
  }

  /** RFC 1939, RFC 2595. */
  private static List<Exchange> pop3(Optional<MailLogin> login, boolean startTls) {
    List<Exchange> all = new ArrayList<>(List.of(Exchange.greeting("+OK")));
    if (startTls) {
      all.add(Exchange.encrypting("STLS", "STLS", "+OK"));
    }
    login.ifPresent(who -> {
      all.add(Exchange.of("USER", "USER " + who.userBytes(), "+OK"));
      all.add(Exchange.of("PASS", "PASS " + who.passwordBytes(), "+OK"));
    });
    all.add(Exchange.farewell("QUIT", "QUIT", "+OK"));
    return all;
  }

  /** RFC 959, RFC 4217. */
  private static List<Exchange> ftp(Optional<MailLogin> login, boolean startTls) {
    List<Exchange> all = new ArrayList<>(List.of(Exchange.greeting("220")));
    if (startTls) {
      all.add(Exchange.encrypting("AUTH TLS", "AUTH TLS", "234"));
    }
    login.ifPresent(who -> {
      all.add(Exchange.of("USER", "USER " + who.userBytes(), "331").orEnough("230"));
      all.add(Exchange.of("PASS", "PASS " + who.passwordBytes(), "230", "202"));
    });
    all.add(Exchange.farewell("QUIT", "QUIT", "221"));
    return all;
  }

  /** RFC 3977, RFC 4642, RFC 4643. */
  private static List<Exchange> nntp(Optional<MailLogin> login, boolean startTls) {
    List<Exchange> all = new ArrayList<>(List.of(Exchange.greeting("200", "201")));
    if (startTls) {
      all.add(Exchange.encrypting("STARTTLS", "STARTTLS", "382"));
    }
    login.ifPresent(who -> {
      String user = "AUTHINFO USER " + who.userBytes();
      all.add(Exchange.of("AUTHINFO USER", user, "381").orEnough("281"));
      all.add(Exchange.of("AUTHINFO PASS", "AUTHINFO PASS " + who.passwordBytes(), "281"));
    });
    all.add(Exchange.farewell("QUIT", "QUIT", "205"));
    return all;
  }
}
