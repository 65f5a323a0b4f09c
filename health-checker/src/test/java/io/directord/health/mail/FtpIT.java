package io.directord.health.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Password;
import io.directord.health.Program;
import io.directord.health.TestLoop;
import io.directord.health.Tls.Begin;
import io.directord.health.mail.LoginCheck.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against vsftpd, which changes its root: it must be started by root. */
final class FtpIT {
  private static final LoginCheck PLAIN = LoginCheck.plain(Protocol.FTP);

  @AutoClose private static final TestLoop LOOP = new TestLoop();
  private final InetSocketAddress address = RealServer.freeAddress();
  private final Endpoint clear = Endpoint.plain(address);
  private final Endpoint startTls = Secured.at(address, Begin.STARTTLS);
  @TempDir private Path folder;

  @BeforeAll
  static void needs() {
    Program.require("vsftpd", "vsftpd");
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can start vsftpd");
  }

  @Test
  void anybodyLogsInWhoMayInClearAndEncrypted() throws IOException {
    try (Program vsftpd = vsftpd("ssl_enable=YES")) {
      RealServer.assertUp(LOOP, clear, PLAIN, "greeting 220");
      RealServer.assertUp(LOOP, clear, check("anonymous", "a@b"), "greeting 220, logged in");
      RealServer.assertUp(
          LOOP, startTls, check("anonymous", "a@b"), "greeting 220, TLS 1.3, logged in");
      RealServer.assertDown(
          LOOP,
          clear,
          check("root", "x"),
          FailureKind.STATUS,
          "USER: expected 230 or 331, found \"530 This FTP server is anonymous only.\"");
      RealServer.assertDown(
          LOOP,
          clear,
          check("anonymous", "spam@b"),
          FailureKind.STATUS,
          "PASS: expected 202 or 230, found \"530 Login incorrect.\"");
      RealServer.assertFrozen(LOOP, vsftpd, address, PLAIN);
    }
    RealServer.assertDown(LOOP, clear, PLAIN, FailureKind.REFUSED, "connection refused");
  }

  @Test
  void whoNeedsNoPasswordAndWhoHasNoEncryption() throws IOException {
    try (Program _ = vsftpd("no_anon_password=YES")) {
      RealServer.assertUp(LOOP, clear, check("anonymous", "a@b"), "greeting 220, logged in");
      RealServer.assertDown(
          LOOP,
          startTls,
          PLAIN,
          FailureKind.TLS,
          "AUTH TLS: expected 234, found \"530 Please login with USER and PASS.\"");
    }
  }

  private static LoginCheck check(String user, String password) {
    Password known = Password.known(password.getBytes(US_ASCII));
    return new LoginCheck(Protocol.FTP, Optional.of(new MailLogin(user, known)));
  }

  private Program vsftpd(String setting) throws IOException {
    RealServer.open(folder);
    Files.writeString(folder.resolve("banned"), "spam@b\n");
    Path root = Files.createDirectory(folder.resolve("root"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("r-xr-xr-x"));
    String config =
        """
        listen=YES
        background=NO
        listen_address=127.0.0.1
        listen_port=PORT
        anonymous_enable=YES
        local_enable=NO
        ftp_username=daemon
        nopriv_user=nobody
        anon_root=FOLDER/root
        secure_chroot_dir=FOLDER/root
        deny_email_enable=YES
        banned_email_file=FOLDER/banned
        rsa_cert_file=FOLDER/good.crt
        rsa_private_key_file=FOLDER/good.key
        allow_anon_ssl=YES
        delay_failed_login=0
        SETTING
        """;
    Path file = folder.resolve("vsftpd.conf");
    Files.writeString(
        file,
        config
            .replace("PORT", Integer.toString(address.getPort()))
            .replace("SETTING", setting)
            .replace("FOLDER", folder.toString()));
    return Program.start(folder, "vsftpd", file.toString()).awaitTcp(address);
  }
}
