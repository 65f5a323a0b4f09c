package io.directord.health.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Program;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's slapd. */
final class LdapIT {
  private static final Credentials ADMIN = Asked.user("cn=admin,dc=example", "secret");
  private static final LdapCheck BIND = check(Credentials.NONE, null, LdapFilter.ANY);
  private static final String SETTINGS =
      """
      include /etc/ldap/schema/core.schema
      modulepath /usr/lib/ldap
      moduleload back_mdb
      database mdb
      suffix "dc=example"
      directory DIRECTORY
      rootdn "cn=admin,dc=example"
      rootpw secret
      """;
  private static final String ENTRY =
      """
      dn: dc=example
      objectClass: dcObject
      objectClass: organization
      o: example
      dc: example
      """;

  private static final TestLoop loops = new TestLoop();

  @TempDir private Path directory;

  @BeforeAll
  static void isThere() {
    Program.require("slapd", "slapd");
  }

  @AfterAll
  static void nothingLeaked() {
    loops.close();
  }

  @Test
  void aDirectoryIsUpUntilItIsFrozenOrGone() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program server = server(address, "")) {
      assertEquals("UP bound as nobody", ask(address, BIND));
      assertEquals("UP bound", ask(address, check(ADMIN, null, LdapFilter.ANY)));
      assertEquals(
          "STATUS bind refused: wrong user or password (49)",
          ask(address, check(Asked.user("cn=admin,dc=example", "wrong"), null, LdapFilter.ANY)));
      assertEquals(
          "STATUS bind refused: that is no distinguished name (34), \"invalid DN\"",
          ask(address, check(Asked.user("admin", "secret"), null, LdapFilter.ANY)));
      server.freeze();
      assertEquals(
          "TIMEOUT no answer within 300ms (connected, waiting for the answer to the bind)",
          Asked.briefly(loops, address, BIND));
    }
    assertEquals("REFUSED connection refused", ask(address, BIND));
  }

  @Test
  void anEntryMustBeThere() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program _ = server(address, "")) {
      LdapFilter domain = LdapFilter.of("(dc=\\65xample)");
      LdapFilter other = LdapFilter.of("(dc=other)");
      String there = "UP bound, the entry is there";
      assertEquals(there, ask(address, check(ADMIN, "dc=example", LdapFilter.ANY)));
      assertEquals(there, ask(address, check(Credentials.NONE, "dc=example", domain)));
      assertEquals(there, ask(address, check(Credentials.NONE, "", LdapFilter.ANY)));
      assertEquals("BODY bound; no entry matches", ask(address, check(ADMIN, "dc=example", other)));
      assertEquals(
          "STATUS search failed: no such entry (32)",
          ask(address, check(ADMIN, "cn=none,dc=example", LdapFilter.ANY)));
      assertEquals(
          "STATUS search failed: that is no distinguished name (34), \"invalid DN\"",
          ask(address, check(ADMIN, "nothing", LdapFilter.ANY)));
    }
  }

  @Test
  void aDirectoryThatKnowsNoAnonymousBindSaysSo() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program _ = server(address, "disallow bind_anon\n")) {
      assertEquals(
          "STATUS bind refused: this way to log in is not allowed (48), \"anonymous bind"
              + " disallowed\"",
          ask(address, BIND));
    }
  }

  @Test
  void encryptionBeginsAfterARequest() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    String chain = "TLSCertificateFile " + TestCertificates.chain("good") + "\n";
    String key = "TLSCertificateKeyFile " + TestCertificates.key("good") + "\n";
    try (Program _ = server(address, chain + key)) {
      String up = Asked.startingTls(loops, address, check(ADMIN, null, LdapFilter.ANY));
      assertTrue(up.matches("UP bound"), up);
    }
  }

  @Test
  void aDirectoryThatCannotEncryptSaysSo() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program _ = server(address, "")) {
      assertEquals(
          "TLS StartTLS refused: the server understands the protocol otherwise (2), \"unsupported"
              + " extended operation\"",
          Asked.startingTls(loops, address, BIND));
    }
  }

  private static LdapCheck check(Credentials who, @Nullable String base, LdapFilter filter) {
    return new LdapCheck(who, Optional.ofNullable(base), filter);
  }

  private static String ask(InetSocketAddress address, LdapCheck check) {
    return Asked.of(loops, address, check);
  }

  private Program server(InetSocketAddress address, String first) throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    String text = first + SETTINGS.replace("DIRECTORY", data.toString());
    String file = Files.writeString(directory.resolve("slapd.conf"), text).toString();
    String entry = Files.writeString(directory.resolve("entry.ldif"), ENTRY).toString();
    Program.run(directory, "slapadd", "-f", file, "-l", entry);
    String url = "ldap://127.0.0.1:" + address.getPort();
    return Program.start(directory, "slapd", "-f", file, "-h", url, "-d", "0").awaitTcp(address);
  }
}
