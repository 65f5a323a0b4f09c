package io.directord.health.mail;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Program;
import io.directord.health.TestLoop;
import io.directord.health.Tls.Begin;
import io.directord.health.mail.SmtpCheck.Hello;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Exim, which needs no more than a folder. */
final class SmtpIT {
  private static final String CERTIFICATE =
      """
      tls_advertise_hosts = *
      tls_certificate = FOLDER/good.crt
      tls_privatekey = FOLDER/good.key
      """;

  @AutoClose private static final TestLoop LOOP = new TestLoop();
  private final InetSocketAddress address = RealServer.freeAddress();
  private final Endpoint clear = Endpoint.plain(address);
  private final Endpoint startTls = Secured.at(address, Begin.STARTTLS);
  @TempDir private Path folder;

  @BeforeAll
  static void needs() {
    Program.require("exim4", "exim4-daemon-light");
  }

  @Test
  void isAskedInClearAndEncrypted() throws IOException {
    try (Program exim = exim(CERTIFICATE, "accept", "accept")) {
      for (Hello hello : new Hello[] {Hello.EHLO, Hello.HELO}) {
        RealServer.assertUp(LOOP, clear, new SmtpCheck(hello, "localhost"), "greeting 220");
      }
      RealServer.assertUp(LOOP, startTls, SmtpCheck.PLAIN, "greeting 220, TLS 1.3");
      RealServer.assertDown(
          LOOP,
          clear,
          new SmtpCheck(Hello.LHLO, "localhost"),
          FailureKind.STATUS,
          "LHLO: expected 250, found \"50");
      RealServer.assertFrozen(LOOP, exim, address, SmtpCheck.PLAIN);
    }
    RealServer.assertDown(LOOP, clear, SmtpCheck.PLAIN, FailureKind.REFUSED, "connection refused");
  }

  @Test
  void whatItRefusesIsTold() throws IOException {
    try (Program _ = exim("tls_advertise_hosts =\n", "accept", "deny message = not you")) {
      RealServer.assertDown(
          LOOP,
          clear,
          SmtpCheck.PLAIN,
          FailureKind.STATUS,
          "EHLO: expected 250, found \"550 not you\"");
    }
    Files.delete(folder.resolve("good.crt"));
    Files.delete(folder.resolve("good.key"));
    try (Program _ = exim("tls_advertise_hosts =\n", "defer message = too busy", "accept")) {
      RealServer.assertDown(
          LOOP,
          clear,
          SmtpCheck.PLAIN,
          FailureKind.STATUS,
          "greeting: expected 220, found \"451 too busy\"");
    }
  }

  @Test
  void whoHasNoEncryptionIsDown() throws IOException {
    try (Program _ = exim("tls_advertise_hosts =\n", "accept", "accept")) {
      RealServer.assertDown(
          LOOP,
          startTls,
          SmtpCheck.PLAIN,
          FailureKind.TLS,
          "STARTTLS: expected 220, found \"503 STARTTLS command used when not advertised\"");
    }
  }

  private Program exim(String tls, String connect, String hello) throws IOException {
    RealServer.open(folder);
    String config =
        """
        primary_hostname = mx.test
        local_interfaces = <; [127.0.0.1]:PORT
        spool_directory = FOLDER/spool
        log_file_path = FOLDER/%slog
        pid_file_path = FOLDER/pid
        keep_environment =
        host_lookup =
        acl_smtp_connect = connect
        acl_smtp_helo = hello
        TLS
        begin acl
        connect:
          CONNECT
        hello:
          HELLO
        """;
    Path file = folder.resolve("exim.conf");
    Files.writeString(
        file,
        config
            .replace("PORT", Integer.toString(address.getPort()))
            .replace("TLS", tls)
            .replace("CONNECT", connect)
            .replace("HELLO", hello)
            .replace("FOLDER", folder.toString()));
    return Program.start(folder, "exim4", "-C", file.toString(), "-bdf").awaitTcp(address);
  }
}
