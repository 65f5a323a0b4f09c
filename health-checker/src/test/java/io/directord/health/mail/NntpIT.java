package io.directord.health.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against jamnntpd, which knows users and no encryption. */
final class NntpIT {
  private static final LoginCheck PLAIN = LoginCheck.plain(Protocol.NNTP);

  @AutoClose private static final TestLoop LOOP = new TestLoop();
  private final InetSocketAddress address = RealServer.freeAddress();
  private final Endpoint clear = Endpoint.plain(address);
  @TempDir private Path folder;

  @Test
  void whoMayLogsInAndNobodyElse() throws IOException {
    try (Program jamnntpd = jamnntpd()) {
      RealServer.assertUp(LOOP, clear, PLAIN, "greeting 200");
      RealServer.assertUp(LOOP, clear, check("ann", "secret"), "greeting 200, logged in");
      RealServer.assertDown(
          LOOP,
          clear,
          check("ann", "wrong"),
          FailureKind.STATUS,
          "AUTHINFO PASS: expected 281, found \"481 Authentication rejected\"");
      RealServer.assertDown(
          LOOP,
          Secured.at(address, Begin.STARTTLS),
          PLAIN,
          FailureKind.TLS,
          "STARTTLS: expected 382, found ");
      RealServer.assertFrozen(LOOP, jamnntpd, address, PLAIN);
    }
    RealServer.assertDown(LOOP, clear, PLAIN, FailureKind.REFUSED, "connection refused");
  }

  private static LoginCheck check(String user, String password) {
    Password known = Password.known(password.getBytes(US_ASCII));
    return new LoginCheck(Protocol.NNTP, Optional.of(new MailLogin(user, known)));
  }

  private Program jamnntpd() throws IOException {
    Program.require("jamnntpd", "jamnntpd");
    Path users = Files.writeString(folder.resolve("users"), "ann secret * *\n");
    Path allow = Files.writeString(folder.resolve("allow"), "127.0.0.1 * *\n");
    String group = "lab A 1:1/1.1 " + folder.resolve("lab") + "\n";
    Path groups = Files.writeString(folder.resolve("groups"), group);
    return Program.start(
            folder,
            "/usr/sbin/jamnntpd",
            "-port",
            String.valueOf(address.getPort()),
            "-users",
            users.toString(),
            "-allow",
            allow.toString(),
            "-groups",
            groups.toString(),
            "-xlat",
            "/etc/jamnntpd.xlat",
            "-logfile",
            folder.resolve("log").toString())
        .awaitTcp(address);
  }
}
