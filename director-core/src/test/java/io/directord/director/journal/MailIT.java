package io.directord.director.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.config.HookConfig;
import io.directord.director.config.HookConfig.Encryption;
import io.directord.director.config.HookConfig.Filter;
import io.directord.director.config.HookConfig.Login;
import io.directord.director.config.HookConfig.Mail;
import io.directord.director.config.Secret;
import io.directord.director.config.Secrets;
import io.directord.health.Program;
import io.directord.health.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mails to Exim, which writes each into a file of its recipient. */
@Timeout(120)
final class MailIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Secrets SECRETS = new Secrets(Optional.empty());
  private static final String CONFIG =
      """
      primary_hostname = mx.test
      local_interfaces = <; [127.0.0.1]:PORT
      tls_on_connect_ports = IMPLICIT
      spool_directory = FOLDER/spool
      log_file_path = FOLDER/%slog
      pid_file_path = FOLDER/pid
      keep_environment =
      host_lookup =
      deliver_drop_privilege = true
      tls_advertise_hosts = *
      tls_certificate = FOLDER/good.crt
      tls_privatekey = FOLDER/good.key
      auth_advertise_hosts = AUTH
      acl_smtp_rcpt = recipient
      acl_smtp_data = accept
      begin acl
      recipient:
        deny message = no such user
          local_parts = nobody
        defer message = greylisted
          local_parts = later
          condition = ${if exists{FOLDER/open}{0}{1}}
        deny message = who are you
          condition = ${if eq{AUTH}{*}}
          !authenticated = *
        accept
      begin routers
      all:
        driver = accept
        local_parts = ops : two : later
        transport = file
      begin transports
      file:
        driver = appendfile
        file = FOLDER/mail-$local_part_data
      begin authenticators
      plain:
        driver = plaintext
        public_name = PLAIN
        server_condition = ${if and{{eq{$auth2}{lvs1}}{eq{$auth3}{right}}}}
        server_set_id = $auth2
      """;

  @TempDir private Path folder;
  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Program.freePort());

  @BeforeAll
  static void needs() {
    Program.require("exim4", "exim4-daemon-light");
  }

  @BeforeEach
  void open() throws IOException {
    for (@Nullable Path each = folder;
        each != null && each.startsWith("/tmp/");
        each = each.getParent()) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    Files.copy(TestCertificates.chain("good"), folder.resolve("good.crt"));
    Path key = Files.copy(TestCertificates.key("good"), folder.resolve("good.key"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private Program exim(Encryption tls, boolean authenticating) throws IOException {
    Path file = folder.resolve("exim.conf");
    String port = Integer.toString(address.getPort());
    Files.writeString(
        file,
        CONFIG
            .replace("PORT", port)
            .replace("IMPLICIT", tls == Encryption.IMPLICIT ? port : "")
            .replace("AUTH", authenticating ? "*" : "")
            .replace("FOLDER", folder.toString()));
    return Program.start(folder, "exim4", "-C", file.toString(), "-bdf").awaitTcp(address);
  }

  private Mail mail(String host, Encryption tls, Optional<Login> login, String... to) {
    Optional<Path> ca = Optional.of(TestCertificates.chain("ca"));
    return new Mail(
        host,
        address.getPort(),
        tls,
        true,
        tls == Encryption.NONE ? Optional.empty() : ca,
        login,
        "directord@lvs1.test",
        List.of(to),
        "[lvs]",
        Duration.ofMillis(300),
        Duration.ZERO);
  }

  private static Optional<Login> login(String password) {
    return Optional.of(new Login("lvs1", new Secret.Plain(password)));
  }

  private static String attempt(Mail mail) throws InterruptedException {
    return new MailTelling(mail, "lvs1", SECRETS).attempt(moment("down"), PATIENCE);
  }

  private static Moment moment(String because) {
    Map<String, String> fields = Map.of("service", "web", "because", because);
    return Moment.of(new JournalEvent(1, Instant.EPOCH, "panic", fields));
  }

  /** What was delivered, once it is whole. */
  private String delivered(Program exim, String user, String end) {
    Path file = folder.resolve("mail-" + user);
    exim.await("mail for " + user, () -> Files.exists(file) && read(file).contains(end));
    return read(file);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      return "";
    }
  }

  @Test
  void aMailArrivesInClearAndEncryptedAndWithAPassword() throws Exception {
    for (Encryption tls : Encryption.values()) {
      boolean secret = tls != Encryption.NONE;
      try (Program exim = exim(tls, secret)) {
        Optional<Login> login = secret ? login("right") : Optional.empty();
        assertEquals("", attempt(mail("127.0.0.1", tls, login, "ops@mx.test", "two@mx.test")));
        for (String user : List.of("ops", "two")) {
          String mail = delivered(exim, user, "directorctl events --since 0");
          assertTrue(mail.contains("from [127.0.0.1] (helo=lvs1)"), mail);
          assertTrue(mail.contains("\nFrom: directord@lvs1.test\n"), mail);
          assertTrue(mail.contains("\nTo: ops@mx.test, two@mx.test\n"), mail);
          assertTrue(mail.contains("\nSubject: [lvs] lvs1: panic web\n"), mail);
          assertTrue(mail.contains("\nMessage-ID: <1.0@lvs1>\n"), mail);
          assertEquals(secret, mail.contains("with esmtpsa "), mail);
          Files.delete(folder.resolve("mail-" + user));
        }
      }
    }
  }

  @Test
  void aWrongPasswordOrCertificateIsToldAndNothingSent() throws Exception {
    for (Encryption tls : List.of(Encryption.STARTTLS, Encryption.IMPLICIT)) {
      try (Program _ = exim(tls, true)) {
        String password = attempt(mail("127.0.0.1", tls, login("wrong"), "ops@mx.test"));
        assertTrue(password.startsWith("authentication as lvs1 failed: 535"), password);
        String name = attempt(mail("localhost", tls, login("right"), "ops@mx.test"));
        assertTrue(name.contains("No subject alternative DNS name matching localhost"), name);
        Mail strange = mail("127.0.0.1", tls, login("right"), "ops@mx.test");
        String unknown = attempt(trusting(strange, TestCertificates.chain("alone")));
        assertTrue(unknown.contains("unable to find valid certification path"), unknown);
        assertTrue(noMail());
      }
    }
  }

  private static Mail trusting(Mail mail, Path certificates) {
    return new Mail(
        mail.host(),
        mail.port(),
        mail.tls(),
        mail.verify(),
        Optional.of(certificates),
        mail.login(),
        mail.from(),
        mail.to(),
        mail.subject(),
        mail.collect(),
        mail.apart());
  }

  private boolean noMail() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.noneMatch(each -> each.getFileName().toString().startsWith("mail-"));
    }
  }

  @Test
  void aServerWithoutEncryptionIsNotToldAnything() throws Exception {
    try (Program _ = exim(Encryption.IMPLICIT, false)) {
      Mail clear = mail("127.0.0.1", Encryption.NONE, Optional.empty(), "ops@mx.test");
      String trouble =
          new MailTelling(clear, "lvs1", SECRETS).attempt(moment("down"), Duration.ofMillis(300));
      assertTrue(trouble.startsWith("timed out"), trouble);
    }
    Files.writeString(folder.resolve("good.crt"), "");
    try (Program _ = exim(Encryption.STARTTLS, false)) {
      String none =
          attempt(mail("127.0.0.1", Encryption.STARTTLS, Optional.empty(), "ops@mx.test"));
      assertTrue(none.contains("TLS"), none);
      assertTrue(noMail());
    }
  }

  @Test
  void aRecipientWhoIsRefusedKeepsItFromNobodyElse() throws Exception {
    try (Program exim = exim(Encryption.NONE, false)) {
      Mail all =
          mail(
              "127.0.0.1",
              Encryption.NONE,
              Optional.empty(),
              "nobody@mx.test",
              "ops@mx.test",
              "later@mx.test");
      MailTelling telling = new MailTelling(all, "lvs1", SECRETS);
      assertEquals(
          "later@mx.test: 451 greylisted", telling.attempt(moment("down"), PATIENCE).strip());
      Files.writeString(folder.resolve("open"), "");
      assertEquals("", telling.attempt(moment("down"), PATIENCE));
      delivered(exim, "later", "directorctl");
      String once = delivered(exim, "ops", "directorctl");
      assertEquals(once.indexOf("Subject:"), once.lastIndexOf("Subject:"), once);
      Mail refused = mail("127.0.0.1", Encryption.NONE, Optional.empty(), "nobody@mx.test");
      assertTrue(attempt(refused).contains("550 no such user"), attempt(refused));
    }
  }

  @Test
  void aServerThatIsSilentOrNeverEndsIsLeft() throws Exception {
    try (ServerSocket silent = new ServerSocket(address.getPort(), 5, address.getAddress())) {
      Mail mail = mail("127.0.0.1", Encryption.NONE, Optional.empty(), "ops@mx.test");
      MailTelling telling = new MailTelling(mail, "lvs1", SECRETS);
      String trouble = telling.attempt(moment("down"), Duration.ofMillis(100));
      assertEquals("timed out after 100 ms waiting for the server's answers", trouble);
      silent.accept().close();
      Thread chatting = Thread.ofPlatform().daemon().start(() -> chat(silent));
      String endless = telling.attempt(moment("down"), PATIENCE);
      assertTrue(endless.contains("the server says more than 262144 bytes"), endless);
      chatting.join();
    }
    Mail gone = mail("127.0.0.1", Encryption.NONE, Optional.empty(), "ops@mx.test");
    assertEquals("Connection refused", attempt(gone));
    assertEquals(
        "no address of mx.invalid",
        attempt(mail("mx.invalid", Encryption.NONE, Optional.empty(), "ops@mx.test")));
  }

  private static void chat(ServerSocket server) {
    try (Socket client = server.accept();
        OutputStream out = client.getOutputStream()) {
      byte[] line = "220-more\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 10_000; i++) {
        out.write(line);
      }
    } catch (IOException closed) {
      return; // as it should
    }
  }

  @Test
  void aMomentIsOneMailAndWhatComesFromOutsideStaysInItsLine() throws Exception {
    try (Program exim = exim(Encryption.NONE, false);
        Journal journal = Journal.open(folder);
        Hooks hooks = new Hooks(journal, folder, "lvs1", SECRETS)) {
      Mail mail = mail("127.0.0.1", Encryption.NONE, Optional.empty(), "ops@mx.test");
      hooks.apply(List.of(new HookConfig("mail", mail, Filter.ALL, PATIENCE, 3)));
      String because = "größer\r\n.\r\nBcc: two@mx.test\r\n\r\n" + "x".repeat(900);
      List<Journal.Dated> events = new ArrayList<>();
      for (int i = 1; i <= 10; i++) {
        Map<String, String> fields = Map.of("service", "wäb\nX-Evil: " + i, "because", because);
        events.add(new Journal.Dated(Instant.EPOCH, new Entry("panic", fields)));
      }
      journal.append(events);
      journal.append(Instant.EPOCH, "role", Map.of("router", "public"));
      String text = delivered(exim, "ops", "directorctl");
      assertEquals(text.indexOf("Subject:"), text.lastIndexOf("Subject:"), "one mail");
      String header = text.substring(0, text.indexOf("\n\n"));
      assertTrue(!header.contains("\nX-Evil") && !header.contains("\nBcc"), header);
      assertTrue(header.contains("\nSubject: =?UTF-8?Q?"), header);
      assertTrue(header.contains("_and_10_more?="), header);
      assertTrue(text.lines().allMatch(line -> line.length() <= 200), text);
      String body = text.substring(header.length()).replace("=\n", "");
      assertEquals(
          10, body.lines().filter(line -> line.contains("gr=C3=B6=C3=9Fer")).count(), body);
      assertEquals(1, body.lines().filter(line -> line.contains(" role router=3Dpublic")).count());
      assertTrue(Files.notExists(folder.resolve("mail-two")));
      hooks.finish(PATIENCE);
      assertEquals("11\n", Files.readString(folder.resolve("hook-mail.sequence")));
    }
  }

  @Test
  void aStopDoesNotWaitForOthersToCome() throws Exception {
    try (Program exim = exim(Encryption.NONE, false);
        Journal journal = Journal.open(folder);
        Hooks hooks = new Hooks(journal, folder, "lvs1", SECRETS)) {
      Mail soon = mail("127.0.0.1", Encryption.NONE, Optional.empty(), "ops@mx.test");
      Mail patient =
          new Mail(
              soon.host(),
              soon.port(),
              soon.tls(),
              true,
              soon.certificates(),
              soon.login(),
              soon.from(),
              soon.to(),
              soon.subject(),
              Duration.ofHours(1),
              Duration.ofHours(1));
      hooks.apply(List.of(new HookConfig("mail", patient, Filter.ALL, PATIENCE, 3)));
      journal.append(Instant.EPOCH, "stopped", Map.of());
      hooks.finish(PATIENCE);
      assertTrue(delivered(exim, "ops", "directorctl").contains("lvs1: stopped\n"));
    }
  }
}
