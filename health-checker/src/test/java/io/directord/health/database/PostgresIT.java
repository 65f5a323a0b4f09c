package io.directord.health.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Eventually;
import io.directord.health.Program;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import io.directord.health.database.PostgresCheck.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's postgresql, which refuses to run as root. */
final class PostgresIT {
  private static final PostgresCheck ANYBODY = login(Credentials.NONE);
  private static final String ACCESS =
      """
      host all admin 127.0.0.1/32 trust
      host all plain 127.0.0.1/32 password
      host all digest 127.0.0.1/32 md5
      host all scram 127.0.0.1/32 scram-sha-256
      """;
  private static final String USERS =
      """
      SET password_encryption = 'md5';
      CREATE ROLE digest LOGIN PASSWORD 'secret';
      SET password_encryption = 'scram-sha-256';
      CREATE ROLE scram LOGIN PASSWORD 'secret';
      CREATE ROLE plain LOGIN PASSWORD 'secret';
      """;

  private static final TestLoop loops = new TestLoop();

  @TempDir private static Path directory;

  private static Path programs = Path.of("/");

  @BeforeAll
  static void aDatabaseIsMade() throws IOException {
    try (Stream<Path> versions = Files.list(installed())) {
      programs = versions.map(each -> each.resolve("bin")).max(Path::compareTo).orElse(installed());
    } catch (IOException none) {
      programs = installed();
    }
    Program.require(programs.resolve("initdb").toString(), "postgresql");
    if (isRoot()) {
      Program.run(directory, "chown", "postgres", directory.toString());
    }
    String data = directory.resolve("data").toString();
    Program.run(
        directory,
        command("initdb", "-D", data, "-U", "admin", "--no-sync", "--locale=C", "-E", "UTF8"));
    Files.writeString(directory.resolve("data/pg_hba.conf"), ACCESS);
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program _ = server(address)) {
      String port = Integer.toString(address.getPort());
      Program.run(
          directory,
          command("psql", "-h", "127.0.0.1", "-p", port, "-U", "admin", "-c", USERS, "postgres"));
      Program.run(directory, command("pg_ctl", "stop", "-D", data, "-m", "fast"));
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
      assertEquals("UP PostgreSQL, refuses an unknown user (28000)", ask(address, ANYBODY));
      String before = server.printed();
      String in = ask(address, login(Asked.user("admin")));
      assertTrue(in.matches("UP PostgreSQL 1[0-9.]+, logged in"), in);
      assertFalse(server.printed().substring(before.length()).contains("reset by peer"));
      assertEquals(
          in.replace("logged in", "primary"),
          ask(address, check("admin", Query.NONE, Role.PRIMARY)));
      assertEquals(
          in.replace("UP", "STATUS").replace("logged in", "primary; expected a standby"),
          ask(address, check("admin", Query.NONE, Role.STANDBY)));
      server.freeze();
      assertEquals(
          "TIMEOUT no answer within 300ms (connected, waiting for the answer to the login)",
          Asked.briefly(loops, address, ANYBODY));
    }
    assertEquals("REFUSED connection refused", ask(address, ANYBODY));
  }

  @Test
  void aPasswordIsShownInTheWayThatTheServerAsksFor() {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program _ = server(address)) {
      for (String user : List.of("plain", "digest", "scram")) {
        String in = ask(address, login(Asked.user(user, "secret")));
        assertTrue(in.matches("UP PostgreSQL 1[0-9.]+, logged in"), user + ": " + in);
        assertEquals(
            "STATUS error 28P01: \"password authentication failed for user '" + user + "'\"",
            ask(address, login(Asked.user(user, "wrong"))));
        assertEquals(
            "UP PostgreSQL, asks for a password (the check has none)",
            ask(address, login(Asked.user(user))));
        assertEquals(
            "STATUS asks for a password: give the check one",
            ask(address, check(user, Query.NONE, Role.PRIMARY)));
      }
      assertEquals(
          "STATUS error 28000: \"no pg_hba.conf entry for host '127.0.0.1', user 'nobody',"
              + " databa…\"",
          ask(address, login(Asked.user("nobody", "secret"))));
    }
  }

  @Test
  void aQueryMustGiveTheRowThatIsExpected() {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program _ = server(address)) {
      String in = ask(address, login(Asked.user("admin"))).substring("UP ".length());
      assertEquals("UP " + in + ", the query gave a row", query(address, "SELECT 1, 2", "1"));
      assertEquals("UP " + in + ", the query gave a row", query(address, "SELECT NULL", "NULL"));
      assertEquals(
          "BODY " + in + "; the query gave \"1\", expected \"2\"", query(address, "SELECT 1", "2"));
      assertEquals(
          "BODY " + in + "; the query gave no row", query(address, "SELECT 1 WHERE false", "1"));
      assertEquals("BODY " + in + "; the query gave no row", query(address, "-- nothing", "1"));
      assertEquals(
          "STATUS query refused, error 42P01: \"relation 'nothing' does not exist\"",
          query(address, "SELECT 1 FROM nothing", "1"));
      assertEquals(
          "PROTOCOL an answer of more than 65536 bytes, or not PostgreSQL",
          query(address, "SELECT repeat('x', 70000)", "1"));
    }
  }

  @Test
  void aStandbyIsToldFromAPrimaryAndOneThatTakesNoLoginsIsDown() throws IOException {
    Path signal = Files.createFile(directory.resolve("data/standby.signal"));
    InetSocketAddress address = Asked.local(Program.freePort());
    try {
      try (Program server = server(address)) {
        server.await(
            "takes logins",
            () -> ask(address, check("admin", Query.NONE, Role.STANDBY)).startsWith("UP"));
        String standby = ask(address, check("admin", Query.NONE, Role.PRIMARY));
        assertTrue(
            standby.matches("STATUS PostgreSQL 1[0-9.]+, standby; expected a primary"), standby);
      }
      try (Program server = server(address, "-c", "hot_standby=off")) {
        server.await("is ready to say no", () -> ask(address, ANYBODY).startsWith("STATUS"));
        String no = ask(address, ANYBODY);
        assertTrue(no.startsWith("STATUS takes no logins now (57P03): \"the database"), no);
      }
    } finally {
      Files.delete(signal);
    }
  }

  @Test
  void encryptionBeginsAfterARequest() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    for (String file : List.of("good.crt", "good.key")) {
      Path from = TestCertificates.key("good").resolveSibling(file);
      Files.copy(from, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      Program.run(directory, "chmod", "600", directory.resolve(file).toString());
      if (isRoot()) {
        Program.run(directory, "chown", "postgres", directory.resolve(file).toString());
      }
    }
    String chain = "ssl_cert_file=" + directory.resolve("good.crt");
    String key = "ssl_key_file=" + directory.resolve("good.key");
    try (Program _ = server(address, "-c", "ssl=on", "-c", chain, "-c", key)) {
      String up = Asked.startingTls(loops, address, login(Asked.user("scram", "secret")));
      assertTrue(up.matches("UP PostgreSQL 1[0-9.]+, logged in"), up);
    }
    try (Program _ = server(address)) {
      assertEquals(
          "TLS PostgreSQL offers no encryption here (SSLRequest refused)",
          Asked.startingTls(loops, address, ANYBODY));
    }
  }

  @Test
  void aServerThatTakesNoMoreConnectionsSaysSo() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    List<Socket> held = new ArrayList<>();
    try (Program _ =
        server(
            address,
            "-c",
            "max_connections=2",
            "-c",
            "max_wal_senders=0",
            "-c",
            "superuser_reserved_connections=0")) {
      String full = "STATUS has too many connections (53300): \"sorry, too many clients already\"";
      while (!ask(address, login(Asked.user("admin"))).equals(full) && held.size() < 10) {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        held.add(socket);
        socket.getOutputStream().write(PostgresMessages.startup("admin", "postgres"));
        assertTrue(socket.getInputStream().read() >= 0); // whether it got the place, or was late
      }
      Eventually.until(() -> ask(address, ANYBODY).equals(full), () -> ask(address, ANYBODY));
    } finally {
      for (Socket each : held) {
        each.close();
      }
    }
  }

  private static Path installed() {
    return Path.of("/usr/lib/postgresql");
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static PostgresCheck login(Credentials credentials) {
    return new PostgresCheck(credentials, "postgres", Query.NONE, Role.ANY);
  }

  private static PostgresCheck check(String user, Query query, Role role) {
    return new PostgresCheck(Asked.user(user), "postgres", query, role);
  }

  private static String query(InetSocketAddress address, String sql, String expect) {
    Query query = new Query(sql, Optional.of(expect));
    return ask(address, new PostgresCheck(Asked.user("admin"), "postgres", query, Role.ANY));
  }

  private static String ask(InetSocketAddress address, PostgresCheck check) {
    return Asked.of(loops, address, check);
  }

  private static String[] command(String program, String... more) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      String[] user = {"--reuid=postgres", "--regid=postgres", "--clear-groups"};
      command.add("setpriv");
      command.addAll(List.of(user));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(more));
    return command.toArray(new String[0]);
  }

  private static Program server(InetSocketAddress address, String... more) {
    List<String> command = new ArrayList<>(List.of(command("postgres", more)));
    command.addAll(List.of("-D", directory.resolve("data").toString()));
    command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
    command.addAll(List.of("-p", Integer.toString(address.getPort()), "-c", "fsync=off"));
    // What a server that was killed leaves behind.
    try {
      Files.deleteIfExists(directory.resolve("data/postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Program server = Program.start(directory, command.toArray(new String[0])).awaitTcp(address);
    // A standby without queries says 57P03 for ever, in other words.
    return server.await("has started", () -> !isStarting(ask(address, ANYBODY)));
  }

  private static boolean isStarting(String said) {
    return said.contains("starting up") || said.contains("not yet accepting");
  }
}
