package io.directord.health.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.directord.health.Endpoint;
import io.directord.health.Endpoint.ProxyHeader;
import io.directord.health.FailureKind;
import io.directord.health.Password;
import io.directord.health.Program;
import io.directord.health.Route;
import io.directord.health.TestLoop;
import io.directord.health.Tls.Begin;
import io.directord.health.mail.LoginCheck.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Dovecot, which changes to users of its own: it must be started by root. */
final class MailboxIT {
  private static final String PASSWORD = "open \"sesame\\";

  @AutoClose private static final TestLoop LOOP = new TestLoop();
  private final InetSocketAddress imap = RealServer.freeAddress();
  private final InetSocketAddress imaps = RealServer.freeAddress();
  private final InetSocketAddress pop3 = RealServer.freeAddress();
  private final InetSocketAddress pop3s = RealServer.freeAddress();
  @TempDir private Path folder;

  @BeforeAll
  static void needs() {
    Program.require("/usr/lib/dovecot/imap", "dovecot-imapd");
    Program.require("/usr/lib/dovecot/pop3", "dovecot-pop3d");
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can start Dovecot");
  }

  @Test
  void mailboxesAreOpenToTheirUser() throws IOException {
    try (Program dovecot = dovecot("no")) {
      assertServed(Protocol.IMAP, imap, imaps, "OK", "LOGIN: expected OK, found \"a2 NO [AUTH");
      assertServed(Protocol.POP3, pop3, pop3s, "+OK", "PASS: expected +OK, found \"-ERR [AUTH");
      RealServer.assertFrozen(LOOP, dovecot, imap, LoginCheck.plain(Protocol.IMAP));
    }
    RealServer.assertDown(
        LOOP,
        Endpoint.plain(pop3),
        LoginCheck.plain(Protocol.POP3),
        FailureKind.REFUSED,
        "connection refused");
  }

  @Test
  void aServerThatWantsEncryptionSaysSo() throws IOException {
    // It trusts whoever has the same address.
    InetAddress other = InetAddress.ofLiteral("127.0.0.2");
    Route stranger = new Route(Optional.of(other), 0, Optional.empty());
    try (Program _ = dovecot("yes")) {
      RealServer.assertDown(
          LOOP,
          new Endpoint(imap, stranger, ProxyHeader.NONE, Optional.empty()),
          check(Protocol.IMAP, PASSWORD),
          FailureKind.STATUS,
          "LOGIN: expected OK, found \"a2 NO [PRIVACYREQUIRED]");
    }
  }

  private static void assertServed(
      Protocol protocol,
      InetSocketAddress clear,
      InetSocketAddress encrypted,
      String greeting,
      String refusal) {
    String hello = "greeting " + greeting;
    LoginCheck right = check(protocol, PASSWORD);
    Endpoint plain = Endpoint.plain(clear);
    Endpoint startTls = Secured.at(clear, Begin.STARTTLS);
    RealServer.assertUp(LOOP, plain, LoginCheck.plain(protocol), hello);
    RealServer.assertUp(LOOP, plain, right, hello + ", logged in");
    RealServer.assertUp(LOOP, startTls, right, hello + ", TLS 1.3, logged in");
    RealServer.assertUp(
        LOOP, Secured.at(encrypted, Begin.AT_ONCE), right, hello + ", TLS 1.3, logged in");
    RealServer.assertDown(LOOP, startTls, check(protocol, "wrong"), FailureKind.STATUS, refusal);
  }

  private static LoginCheck check(Protocol protocol, String password) {
    Password known = Password.known(password.getBytes(US_ASCII));
    return new LoginCheck(protocol, Optional.of(new MailLogin("checker", known)));
  }

  private Program dovecot(String encryptedOnly) throws IOException {
    RealServer.open(folder);
    Files.writeString(folder.resolve("users"), "checker:{PLAIN}" + PASSWORD + "\n");
    String config =
        """
        base_dir = FOLDER/run
        state_dir = FOLDER/run
        log_path = FOLDER/log
        protocols = imap pop3
        listen = 127.0.0.1
        ssl_cert = <FOLDER/good.crt
        ssl_key = <FOLDER/good.key
        disable_plaintext_auth = ENCRYPTED
        auth_failure_delay = 0
        passdb {
          driver = passwd-file
          args = FOLDER/users
        }
        userdb {
          driver = static
          args = uid=65534 gid=65534 home=FOLDER/home
        }
        mail_location = maildir:FOLDER/home
        service imap-login {
          inet_listener imap {
            port = IMAP-PORT
          }
          inet_listener imaps {
            port = IMAPS-PORT
          }
        }
        service pop3-login {
          inet_listener pop3 {
            port = POP3-PORT
          }
          inet_listener pop3s {
            port = POP3S-PORT
          }
        }
        """;
    Path file = folder.resolve("dovecot.conf");
    Files.writeString(
        file,
        config
            .replace("ENCRYPTED", encryptedOnly)
            .replace("IMAP-PORT", Integer.toString(imap.getPort()))
            .replace("IMAPS-PORT", Integer.toString(imaps.getPort()))
            .replace("POP3-PORT", Integer.toString(pop3.getPort()))
            .replace("POP3S-PORT", Integer.toString(pop3s.getPort()))
            .replace("FOLDER", folder.toString()));
    return Program.start(folder, "dovecot", "-F", "-c", file.toString())
        .awaitTcp(imap)
        .awaitTcp(imaps)
        .awaitTcp(pop3)
        .awaitTcp(pop3s);
  }
}
