package io.directord.health.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Endpoint;
import io.directord.health.Eventually;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Program;
import io.directord.health.Route;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import io.directord.health.database.MysqlCheck.ReadOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's mariadb-server. */
final class MysqlIT {
  private static final MysqlCheck GREETING = check(Credentials.NONE, Query.NONE, ReadOnly.ANY);
  private static final Credentials USER = Asked.user("checker", "secret");
  private static final String USERS =
      """
      CREATE USER checker@'%' IDENTIFIED VIA mysql_native_password USING PASSWORD('secret');
      CREATE USER open@'%';
      CREATE DATABASE shop;
      CREATE TABLE shop.item (name VARCHAR(20));
      INSERT INTO shop.item VALUES ('chair'), ('table'), (NULL);
      GRANT SELECT ON shop.* TO checker@'%';
      INSTALL SONAME 'auth_ed25519';
      CREATE USER modern@'%' IDENTIFIED VIA ed25519 USING PASSWORD('secret');
      """;

  private static final TestLoop loops = new TestLoop();

  @TempDir private static Path directory;

  @BeforeAll
  static void aDatabaseIsMade() throws IOException {
    Program.require("mariadbd", "mariadb-server");
    Program.run(
        directory,
        "mariadb-install-db",
        "--no-defaults",
        "--datadir=" + directory.resolve("data"),
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        "--user=" + System.getProperty("user.name"));
    Files.writeString(directory.resolve("users.sql"), USERS);
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program first = server(address, "--init-file=" + directory.resolve("users.sql"))) {
      MysqlCheck last = check(Asked.user("modern", "x"), Query.NONE, ReadOnly.ANY);
      first.await("made its users", () -> ask(address, last).contains("ed25519"));
    }
  }

  @AfterAll
  static void nothingLeaked() {
    loops.close();
  }

  @Test
  void aServerIsUpUntilItIsFrozenOrGone() {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program server = server(address)) {
      String greeting = ask(address, GREETING);
      assertTrue(greeting.matches("UP MariaDB 1[0-9.]+"), greeting);
      assertEquals(greeting + ", logged in", ask(address, login(USER)));
      assertEquals(greeting + ", logged in", ask(address, login(Asked.user("open"))));
      assertEquals(greeting + ", writable", ask(address, check(USER, Query.NONE, ReadOnly.NO)));
      assertEquals(
          greeting.replace("UP", "STATUS") + ", writable; expected read-only",
          ask(address, check(USER, Query.NONE, ReadOnly.YES)));
      server.freeze();
      assertEquals(
          "TIMEOUT no answer within 300ms (connected, waiting for the greeting)",
          Asked.briefly(loops, address, GREETING));
    }
    assertEquals("REFUSED connection refused", ask(address, GREETING));
  }

  @Test
  void aQueryMustGiveTheRowThatIsExpected() {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program _ = server(address, "--read-only=1")) {
      String server = ask(address, GREETING).substring("UP ".length());
      assertEquals(
          "UP " + server + ", read-only, the query gave a row",
          ask(address, check(USER, sql("SELECT name, 1 FROM item", "chair"), ReadOnly.YES)));
      assertEquals(
          "STATUS " + server + ", read-only; expected writable",
          ask(address, check(USER, Query.NONE, ReadOnly.NO)));
      assertEquals(
          "BODY " + server + ", logged in; the query gave \"chair\", expected \"table\"",
          ask(address, check(USER, sql("SELECT name FROM item", "table"), ReadOnly.ANY)));
      assertEquals(
          "UP " + server + ", logged in, the query gave a row",
          ask(
              address,
              check(USER, sql("SELECT name FROM item WHERE name IS NULL", "NULL"), ReadOnly.ANY)));
      assertEquals(
          "BODY " + server + ", logged in; the query gave no row",
          ask(address, check(USER, sql("SELECT 1 FROM item WHERE 1 = 0", "1"), ReadOnly.ANY)));
      assertEquals(
          "BODY " + server + ", logged in; the query gave no row",
          ask(address, check(USER, sql("SET @a = 1", "1"), ReadOnly.ANY)));
      assertEquals(
          "STATUS "
              + server
              + ": query refused, error 1146: \"Table 'shop.nothing' doesn't exist\"",
          ask(address, check(USER, sql("SELECT 1 FROM nothing", "1"), ReadOnly.ANY)));
      assertEquals(
          "PROTOCOL an answer of more than 65536 bytes, or not MySQL",
          ask(address, check(USER, sql("SELECT REPEAT('x', 70000)", "x"), ReadOnly.ANY)));
    }
  }

  @Test
  void aLoginThatIsRefusedIsToldWithoutThePassword() {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program _ = server(address)) {
      String wrong = ask(address, login(Asked.user("checker", "wrong-password")));
      assertTrue(wrong.startsWith("STATUS MariaDB "), wrong);
      assertTrue(wrong.contains("login refused, error 1045: \"Access denied for user"), wrong);
      assertFalse(wrong.contains("wrong-password"), wrong);
      String modern = ask(address, login(Asked.user("modern", "secret")));
      assertTrue(
          modern.endsWith(
              ": the user logs in by \"client_ed25519\", which a check cannot; give it one of"
                  + " mysql_native_password"),
          modern);
    }
  }

  @Test
  void encryptionBeginsAfterTheGreeting() {
    InetSocketAddress address = Asked.local(Program.freePort());
    String chain = "--ssl-cert=" + TestCertificates.chain("good");
    try (Program _ = server(address, chain, "--ssl-key=" + TestCertificates.key("good"))) {
      for (MysqlCheck check : List.of(GREETING, login(USER))) {
        String up = Asked.startingTls(loops, address, check);
        assertTrue(up.matches("UP MariaDB 1[0-9.]+(, logged in)?"), up);
      }
    }
    try (Program _ = server(address)) {
      String no = Asked.startingTls(loops, address, GREETING);
      assertTrue(no.matches("TLS MariaDB 1[0-9.]+: offers no encryption"), no);
    }
  }

  @Test
  void aServerThatTakesNoMoreConnectionsSaysSo() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    List<Socket> held = new ArrayList<>();
    try (Program _ = server(address, "--max-connections=10")) {
      String full = "STATUS refuses the connection, error 1040: \"Too many connections\"";
      // One that was refused itself, as an older one was still counted, holds no place: another.
      Eventually.until(
          () -> {
            held.add(connection(address));
            return held.size() > 10 && ask(address, GREETING).equals(full);
          },
          () -> ask(address, GREETING));
    } finally {
      for (Socket each : held) {
        each.close();
      }
    }
  }

  private static Socket connection(InetSocketAddress address) {
    try {
      return new Socket(address.getAddress(), address.getPort());
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  @Test
  void noCheckCountsAsAConnectionThatWasAborted() {
    InetSocketAddress address = Asked.local(Program.freePort());
    Route foreign = new Route(Optional.of(InetAddress.ofLiteral("127.0.0.2")), 0, Optional.empty());
    Endpoint endpoint = new Endpoint(address, foreign, Endpoint.ProxyHeader.NONE, Optional.empty());
    try (Program server = server(address, "--log-warnings=4")) {
      for (int n = 0; n < 3; n++) {
        ProbeOutcome outcome = OneProbe.run(loops.loop(), endpoint, GREETING, 20_000);
        assertTrue(outcome instanceof ProbeOutcome.Success, outcome.toString());
      }
      OneProbe.run(loops.loop(), endpoint, login(USER), 20_000);
      for (String line : server.printed().lines().filter(l -> l.contains("127.0.0.2")).toList()) {
        assertTrue(line.contains("Access denied for user ''"), line);
      }
    }
  }

  private static MysqlCheck login(Credentials credentials) {
    return check(credentials, Query.NONE, ReadOnly.ANY);
  }

  private static MysqlCheck check(Credentials credentials, Query query, ReadOnly readOnly) {
    return new MysqlCheck(credentials, query.isEmpty() ? "" : "shop", query, readOnly);
  }

  private static Query sql(String text, String expect) {
    return new Query(text, Optional.of(expect));
  }

  private static String ask(InetSocketAddress address, MysqlCheck check) {
    return Asked.of(loops, address, check);
  }

  private static Program server(InetSocketAddress address, String... more) {
    List<String> command = new ArrayList<>(List.of("mariadbd", "--no-defaults"));
    command.addAll(
        List.of(
            "--datadir=" + directory.resolve("data"),
            "--socket=" + directory.resolve("socket"),
            "--pid-file=" + directory.resolve("pid"),
            "--bind-address=127.0.0.1",
            "--port=" + address.getPort(),
            "--user=" + System.getProperty("user.name"),
            "--skip-name-resolve",
            "--innodb-buffer-pool-size=8M"));
    command.addAll(List.of(more));
    return Program.start(directory, command.toArray(new String[0])).awaitTcp(address);
  }
}
