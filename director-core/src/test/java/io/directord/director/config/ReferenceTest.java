package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What reference.conf and the documentation say is what the code does. */
class ReferenceTest {
  private static final Path ROOT = Path.of(System.getProperty("directord.root"));
  private static final Path REFERENCE =
      ROOT.resolve("director-core/src/main/resources/reference.conf");
  private static final Path DOCUMENT = ROOT.resolve("docs/configuration.md");
  private static final Path CHECKS = ROOT.resolve("docs/checks.md");
  private static final Config DEFINITIONS =
      ConfigFactory.parseFile(REFERENCE.toFile()).getConfig("definitions");

  @Test
  void theReferenceItselfIsValidAndChangesNothing() throws IOException {
    String text = Files.readString(REFERENCE);
    assertEquals(ConfigText.valid("director { }"), ConfigText.valid(text));
  }

  @Test
  void itsRouterIsTheDefaultRouter() {
    String needed = "interface = eth0, vrid = 1, addresses = [192.0.2.10/24]";
    assertEquals(
        ConfigText.router(needed), ConfigText.router(needed + "\n" + defaults("virtual-router")));
  }

  @Test
  void itsAnnouncementsAreTheDefaultAnnouncements() {
    String needed = "interface = eth0, vrid = 1, addresses = [192.0.2.10/24]";
    String given = needed + ", announcements { " + defaults("announcements") + " }";
    assertEquals(ConfigText.router(needed), ConfigText.router(given));
  }

  @Test
  void itsTrackIsTheDefaultTrack() {
    String needed = "interface = eth0, vrid = 1, addresses = [192.0.2.10/24], track = [ { ";
    String script = "script = \"/bin/true\"\n";
    assertEquals(
        ConfigText.router(needed + script + " } ]"),
        ConfigText.router(needed + script + defaults("track") + " } ]"));
  }

  @Test
  void itsHealthChecksAreTheDefaultChecks() {
    assertEquals(check("type = tcp"), check("type = tcp\n" + defaults("health-check")));
    assertEquals(check("type = tls"), check("type = tls\n" + defaults("tcp-check")));
    for (String type : List.of("http2", "http3")) {
      assertEquals(
          check("type = " + type), check("type = " + type + "\n" + defaults("http-check")));
    }
    for (String type : List.of("http", "h2c")) {
      assertEquals(
          check("type = " + type),
          check("type = " + type + "\n" + defaults("health-check") + "," + defaults("http-check")));
    }
    for (String type : new String[] {"script", "file", "agent"}) {
      String needed =
          "type = "
              + type
              + switch (type) {
                case "script" -> ", command = /bin/true";
                case "file" -> ", path = /etc/hosts";
                default -> "";
              };
      assertEquals(check(needed), check(needed + "\n" + defaults(type + "-check")));
    }
  }

  @Test
  void itsGrpcCheckIsTheDefaultGrpcCheck() {
    assertEquals(check("type = grpc"), check("type = grpc\n" + defaults("grpc-check")));
  }

  @Test
  void itsTlsIsTheDefaultTls() {
    assertEquals(
        check("type = tcp, tls = true"), check("type = tcp, tls { " + defaults("tls") + " }"));
  }

  @Test
  void itsChecksByDatagramAreTheDefaultChecks() {
    for (String type : List.of("icmp", "path", "udp", "ntp", "sip")) {
      assertEquals(
          check("type = " + type), check("type = " + type + "\n" + defaults(type + "-check")));
    }
    String dns = "type = dns, query = www.example.com\n";
    assertEquals(check(dns), check(dns + defaults("dns-check")));
  }

  @Test
  void itsChecksOfMailAreTheDefaultChecks() {
    assertEquals(check("type = smtp"), check("type = smtp\n" + defaults("smtp-check")));
    for (String type : List.of("imap", "pop3", "ftp", "nntp")) {
      assertEquals(
          check("type = " + type), check("type = " + type + "\n" + defaults("login-check")));
    }
  }

  @Test
  void itsServiceIsTheDefaultService() {
    String address = "address = \"192.0.2.10:80\"\n";
    assertEquals(
        ConfigText.service(address), ConfigText.service(address + defaults("virtual-service")));
  }

  @Test
  void itsRealServerIsTheDefaultRealServer() {
    String service = "address = \"192.0.2.10:80\", real-servers = [ { address = 10.0.0.1\n";
    assertEquals(
        ConfigText.service(service + "} ]"),
        ConfigText.service(service + defaults("real-server") + " } ]"));
  }

  @Test
  void everyKeyStandsInTheReferenceAndInTheDocument() throws IOException {
    String reference = Files.readString(REFERENCE);
    String document = Files.readString(DOCUMENT) + Files.readString(CHECKS);
    List<String> absent = new ArrayList<>();
    for (String key : everyKey()) {
      Pattern word = Pattern.compile("(?<![a-z-])" + Pattern.quote(key) + "(?![a-z-])");
      if (!word.matcher(reference).find()) {
        absent.add("reference.conf: " + key);
      }
      if (!word.matcher(document).find()) {
        absent.add("configuration.md, checks.md: " + key);
      }
    }
    assertTrue(absent.isEmpty(), absent.toString());
  }

  private static NamedCheck check(String body) {
    return ConfigText.valid("director { health-checks { c { " + body + " } } }")
        .checks()
        .getFirst();
  }

  private static String defaults(String definition) {
    String braced = DEFINITIONS.getObject(definition).render(ConfigRenderOptions.concise());
    return braced.substring(1, braced.length() - 1);
  }

  private static Set<String> everyKey() {
    Set<String> keys = new TreeSet<>();
    for (Set<String> section :
        List.of(
            Keys.DIRECTOR,
            Keys.ROUTER,
            Keys.VIRTUAL_ADDRESS,
            Keys.ANNOUNCEMENTS,
            Keys.VIRTUAL_ROUTE,
            Keys.VIRTUAL_RULE,
            Keys.TRACK,
            Keys.AUTHENTICATION,
            Keys.HMAC,
            Keys.CHECK,
            Keys.TLS,
            Keys.FLAP,
            WeightReader.KEYS,
            CheckKinds.keys(),
            Keys.SERVICE,
            Keys.SELF_DOUBT,
            Keys.COMBINATION,
            Keys.SLOW_START,
            Keys.TUNNEL,
            Keys.PERSISTENCE,
            Keys.SERVER,
            Keys.LAST_RESORT,
            Keys.IPVS,
            Keys.HOST,
            Keys.MASQUERADE,
            Keys.TIMEOUTS,
            Keys.SYNC,
            Keys.HOOK,
            Keys.CONTROL,
            Keys.HTTP)) {
      keys.addAll(section);
    }
    return keys;
  }
}
