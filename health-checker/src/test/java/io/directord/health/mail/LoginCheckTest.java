package io.directord.health.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.FailureKind;
import io.directord.health.Hostile;
import io.directord.health.OneProbe;
import io.directord.health.Password;
import io.directord.health.ProbeOutcome;
import io.directord.health.Seeds;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.Tls.Begin;
import io.directord.health.TlsServer;
import io.directord.health.mail.LoginCheck.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class LoginCheckTest {
  @AutoClose private static final TestLoop LOOP = new TestLoop();

  @Test
  void imapGreetsAndTakesLeave() {
    LoginCheck check = LoginCheck.plain(Protocol.IMAP);
    assertPlayed(check, "* OK [CAP] hi\n* BYE\na3 OK bye\n", "a3 LOGOUT\ngreeting OK");
    assertPlayed(check, "* preauth x\n* BYE\na3 ok\n", "a3 LOGOUT\ngreeting PREAUTH");
    assertPlayed(
        check,
        "* BYE too many\n",
        "STATUS greeting: expected OK or PREAUTH, found \"* BYE too many\"");
    assertPlayed(check, "+OK\n", "PROTOCOL greeting: no IMAP: \"+OK\"");
    assertPlayed(check, "* 3 EXISTS\n", "PROTOCOL greeting: no IMAP: \"* 3 EXISTS\"");
    assertPlayed(check, "* OK\na2 OK\n", "a3 LOGOUT\nPROTOCOL LOGOUT: no IMAP: \"a2 OK\"");
  }

  @Test
  void imapLogsIn() {
    LoginCheck check = check(Protocol.IMAP, "a\"b\\c");
    String login = "a2 LOGIN \"me\" \"a\\\"b\\\\c\"\n";
    assertPlayed(
        check,
        "* OK\n* CAPABILITY X\na2 OK in\n* BYE\na3 OK\n",
        login + "a3 LOGOUT\ngreeting OK, logged in");
    assertPlayed(
        check,
        "* OK\n* x\na2 NO [AUTH] \"a\\\"b\\\\c\" or a\"b\\c\n",
        login + "STATUS LOGIN: expected OK, found \"a2 NO [AUTH] '***' or ***\"");
    assertPlayed(
        check, "* OK\n* BYE down\n", login + "STATUS LOGIN: expected OK, found \"* BYE down\"");
    assertPlayed(check, "* PREAUTH\n", "STATUS greeting: expected OK, found \"* PREAUTH\"");
    assertPlayed(
        check,
        "* OK\n" + "* x\n".repeat(Talk.LINES_MAX),
        login + "PROTOCOL LOGIN: more than 100 lines: \"* x\"");
  }

  @Test
  void pop3LogsIn() {
    LoginCheck check = check(Protocol.POP3, "secret");
    assertPlayed(
        check,
        "+OK <1@a>\n+OK\n+OK in\n+OK\n",
        "USER me\nPASS secret\nQUIT\ngreeting +OK, logged in");
    assertPlayed(
        check,
        "+OK\n+OK\n-ERR not secret\n",
        "USER me\nPASS secret\nSTATUS PASS: expected +OK, found \"-ERR not ***\"");
    assertPlayed(check, "-ERR no\n", "STATUS greeting: expected +OK, found \"-ERR no\"");
    assertPlayed(check, "+OKAY\n", "PROTOCOL greeting: no POP3: \"+OKAY\"");
    assertPlayed(
        check,
        "+OK\n+OK\nx secre",
        "USER me\nPASS secret\nconnected, waiting for the answer to PASS");
  }

  @Test
  void ftpLogsIn() {
    LoginCheck check = check(Protocol.FTP, "secret");
    assertPlayed(
        check,
        "220-hi\nanything\n 221 x\n230 y\n220 go\n331 who\n230 in\n221\n",
        "USER me\nPASS secret\nQUIT\ngreeting 220, logged in");
    assertPlayed(check, "220\n230 in\n221\n", "USER me\nQUIT\ngreeting 220, logged in");
    assertPlayed(check, "120 wait\n", "STATUS greeting: expected 220, found \"120 wait\"");
    assertPlayed(
        check, "220\n530 no\n", "USER me\nSTATUS USER: expected 230 or 331, found \"530 no\"");
    assertPlayed(
        check,
        "220\n331\n332 account\n",
        "USER me\nPASS secret\nSTATUS PASS: expected 202 or 230, found \"332 account\"");
  }

  @Test
  void nntpLogsIn() {
    LoginCheck check = check(Protocol.NNTP, "secret");
    assertPlayed(
        check,
        "201 read\n381\n281\n205\n",
        "AUTHINFO USER me\nAUTHINFO PASS secret\nQUIT\ngreeting 201, logged in");
    assertPlayed(check, "200\n281\n205\n", "AUTHINFO USER me\nQUIT\ngreeting 200, logged in");
    assertPlayed(
        LoginCheck.plain(Protocol.NNTP),
        "400 later\n",
        "STATUS greeting: expected 200 or 201, found \"400 later\"");
    assertPlayed(check, "200-x\n", "PROTOCOL greeting: no NNTP: \"200-x\"");
  }

  @Test
  void encryptionComesBeforeTheLogin() {
    assertTls(Protocol.IMAP, "* OK\na1 OK\n* BYE\na3 OK\n", "a1 STARTTLS\n(TLS)\na3 LOGOUT\n");
    assertTls(Protocol.POP3, "+OK\n+OK\n+OK\n", "STLS\n(TLS)\nQUIT\n");
    assertTls(Protocol.FTP, "220\n234\n221\n", "AUTH TLS\n(TLS)\nQUIT\n");
    assertTls(Protocol.NNTP, "200\n382\n205\n", "STARTTLS\n(TLS)\nQUIT\n");
  }

  @Test
  void noServerHarmsThem() {
    assertSurvived(Protocol.IMAP, "* OK ready\r\n");
    assertSurvived(Protocol.POP3, "+OK ready\r\n");
    assertSurvived(Protocol.FTP, "220 ready\r\n");
    assertSurvived(Protocol.NNTP, "200 ready\r\n");
  }

  @Test
  void aNewsServerIsLoggedInToBehindStartTls() {
    SSLContext context = TestCertificates.server("good");
    TestServer.Script script =
        client -> {
          answer(client, "200 hi\r\n", "STARTTLS");
          client.getOutputStream().write("382 go\r\n".getBytes(US_ASCII));
          Socket secured = TlsServer.secure(context, client, _ -> {});
          assertEquals("AUTHINFO USER me", line(secured));
          answer(secured, "381 more\r\n", "AUTHINFO PASS s p");
          answer(secured, "281 in\r\n", "QUIT");
          secured.getOutputStream().write("205 bye\r\n".getBytes(US_ASCII));
          TestServer.awaitEnd(secured);
        };
    try (TestServer server = TestServer.start(script)) {
      ProbeOutcome outcome =
          OneProbe.run(
              LOOP.loop(),
              Secured.at(server.address(), Begin.STARTTLS),
              check(Protocol.NNTP, "s p"),
              20_000);
      assertEquals(new ProbeOutcome.Success(0, "greeting 200, TLS 1.3, logged in"), outcome);
    }
  }

  @Test
  void aPasswordThatCannotBeSentSaysNothingAboutTheServer() {
    Password unread = new Password.Unread("file:/x");
    assertLocal(
        new LoginCheck(Protocol.POP3, Optional.of(new MailLogin("me", unread))),
        "not probed: the password in file:/x has not been read");
    assertLocal(
        check(Protocol.POP3, "a\r\nDELE 1"),
        "not probed: the password holds a line break, which would end the command");
    assertThrows(IllegalArgumentException.class, () -> new MailLogin("a\nb", unread));
  }

  @Test
  void aPasswordIsSentAsItsBytesAndPrintedNowhere() {
    LoginCheck check = check(Protocol.FTP, "ü");
    Script script = check.script(false);
    String wire = new String("ü".getBytes(UTF_8), ISO_8859_1);
    assertTrue(script.exchanges().stream().anyMatch(each -> each.line().endsWith(wire)));
    String shown = check + " " + script + " " + script.exchanges();
    assertFalse(shown.contains("ü") || shown.contains(wire), shown);
  }

  private static void assertLocal(LoginCheck check, String evidence) {
    try (TestServer server = TestServer.start(TestServer::awaitEnd)) {
      assertEquals(
          new ProbeOutcome.Failure(FailureKind.LOCAL, 0, evidence),
          OneProbe.run(LOOP.loop(), server.address(), check));
    }
  }

  private static void assertSurvived(Protocol protocol, String greeting) {
    byte[] answer = greeting.getBytes(US_ASCII);
    Hostile.assertSurvived(LOOP.loop(), LoginCheck.plain(protocol), answer);
    Hostile.assertSurvived(LOOP.loop(), check(protocol, "secret"), answer);
  }

  private static void assertTls(Protocol protocol, String answers, String said) {
    Script script = LoginCheck.plain(protocol).script(true);
    Seeds.forEach(
        10,
        random -> assertTrue(Played.out(script, answers, random).startsWith(said + "greeting")));
  }

  private static void assertPlayed(LoginCheck check, String answers, String expected) {
    Script script = check.script(false);
    Seeds.forEach(10, random -> assertEquals(expected, Played.out(script, answers, random)));
  }

  private static LoginCheck check(Protocol protocol, String password) {
    Password known = Password.known(password.getBytes(UTF_8));
    return new LoginCheck(protocol, Optional.of(new MailLogin("me", known)));
  }

  private static void answer(Socket client, String answer, String next) throws IOException {
    client.getOutputStream().write(answer.getBytes(US_ASCII));
    assertEquals(next, line(client));
  }

  private static String line(Socket client) throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = client.getInputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }
}
