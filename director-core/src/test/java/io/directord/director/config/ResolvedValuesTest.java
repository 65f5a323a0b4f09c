package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Check;
import io.directord.health.Target;
import io.directord.health.http.HttpCheck;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.Forwarding.TunnelChecksum;
import io.directord.kernel.ipvs.SchedulerFlag;
import io.directord.kernel.ipvs.ServiceKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResolvedValuesTest {
  @Test
  void aRangeWithPortsIsEveryAddressWithEveryPort() {
    VirtualService service =
        ConfigText.service("address = [\"192.0.2.10-12:80,443\", \"192.0.3.1-192.0.3.2:8080\"]");
    assertEquals(
        List.of(
            "tcp 192.0.2.10:80",
            "tcp 192.0.2.11:80",
            "tcp 192.0.2.12:80",
            "tcp 192.0.2.10:443",
            "tcp 192.0.2.11:443",
            "tcp 192.0.2.12:443",
            "tcp 192.0.3.1:8080",
            "tcp 192.0.3.2:8080"),
        service.keys().stream().map(ServiceKey::text).toList());
    assertEquals(80, service.port());
  }

  @Test
  void aRangeCrossesOctetsAndWorksForIpv6() {
    assertEquals(List.of("10.0.0.255:1", "10.0.1.0:1"), addresses("10.0.0.255-10.0.1.0:1"));
    assertEquals(
        List.of("[2001:db8::fffe]:80", "[2001:db8::ffff]:80", "[2001:db8::1:0]:80"),
        addresses("[2001:db8::fffe]-[2001:db8::1:0]:80"));
    assertEquals(List.of("[2001:db8::9]:80", "[2001:db8::a]:80"), addresses("[2001:db8::9-a]:80"));
  }

  @Test
  void aServerWithoutPortHasThePortOfEachKey() {
    VirtualService service =
        ConfigText.service(
            "address = \"192.0.2.10:80,443\", forwarding = masquerade, real-servers = [ {"
                + " address = 10.0.0.1 }, { address = 10.0.0.2, port = 8080 } ]");
    RealServer first = service.servers().get(0);
    RealServer second = service.servers().get(1);
    assertEquals("10.0.0.1:80", first.keyFor(service.keys().get(0)).text());
    assertEquals("10.0.0.1:443", first.keyFor(service.keys().get(1)).text());
    assertEquals("10.0.0.2:8080", second.keyFor(service.keys().get(0)).text());
    assertEquals("10.0.0.2:8080", second.keyFor(service.keys().get(1)).text());
    assertEquals(80, first.targets(service.port()).getFirst().address().getPort());
    assertEquals(8080, second.targets(service.port()).getFirst().address().getPort());
    assertEquals("10.0.0.1:80", first.name());
    assertEquals("10.0.0.2:8080", second.name());
  }

  @Test
  void aMarkHasPortZero() {
    VirtualService service =
        ConfigText.service(
            "firewall-mark = [7, 4294967295], family = ipv6, check { type = tcp, port = 80 },"
                + " real-servers = [ { address = \"2001:db8::1\" } ]");
    assertEquals(
        List.of("firewall-mark 7 (IPv6)", "firewall-mark 4294967295 (IPv6)"),
        service.keys().stream().map(ServiceKey::text).toList());
    RealServer server = service.servers().getFirst();
    assertEquals(0, server.keyFor(service.keys().getFirst()).port());
    assertEquals(80, server.targets(service.port()).getFirst().address().getPort());
  }

  @Test
  void checksAreInheritedReplacedAndCombined() {
    DirectorConfig config =
        ConfigText.valid(
            """
            director {
              health-checks { web { type = http, path = "/a", interval = 4s, timeout = 3s } }
              virtual-services { s {
                address = "192.0.2.10:80"
                check = [ web, { use = web, path = "/b", interval = 1s }, { type = tcp, port = 22 }, tcp ]
                real-servers = [
                  { address = 10.0.0.1 }
                  { address = 10.0.0.2, check = on }
                  { address = 10.0.0.3, check { use = web, name = other, address = 10.9.9.9 } }
                ]
              } }
            }
            """);
    VirtualService service = config.services().getFirst();
    List<NamedCheck> inherited = service.servers().get(0).checks();
    assertEquals(
        List.of("web", "web-2", "tcp", "tcp-2"), inherited.stream().map(NamedCheck::name).toList());
    assertEquals(Duration.ofSeconds(1), inherited.get(1).timing().timeout());
    assertEquals("/b", ((HttpCheck) inherited.get(1).check()).request().path());
    List<Target> targets = service.servers().get(0).targets(service.port());
    assertEquals(
        List.of(80, 80, 22, 80), targets.stream().map(t -> t.address().getPort()).toList());
    assertEquals(new Check.Fixed(true), service.servers().get(1).checks().getFirst().check());
    NamedCheck other = service.servers().get(2).checks().getFirst();
    assertEquals("other", other.name());
    Target elsewhere = service.servers().get(2).targets(service.port()).getFirst();
    assertEquals("10.9.9.9", elsewhere.address().getHostString());
  }

  @Test
  void aShortIntervalShortensAnUnwrittenTimeout() {
    VirtualService service =
        ConfigText.service(
            "address = \"192.0.2.10:80\", check { type = tcp, interval = 500ms },"
                + " real-servers = [ { address = 10.0.0.1 } ]");
    assertEquals(
        Duration.ofMillis(500),
        service.servers().getFirst().checks().getFirst().timing().timeout());
  }

  @Test
  void forwardingAndTunnelAreInheritedOneByOne() {
    VirtualService service =
        ConfigText.service(
            """
            address = "192.0.2.10:80", forwarding = tunnel, tunnel { type = gue, checksum = remote }
            real-servers = [
              { address = 10.0.0.1 }
              { address = 10.0.0.2, tunnel { type = gre, checksum = full } }
              { address = 10.0.0.3, forwarding = masquerade, port = 8080 }
              { address = 10.0.0.4, tunnel { type = ipip } }
            ]
            """);
    assertEquals(
        List.of(
            new Forwarding.Tunnel(new Forwarding.Gue(6080, TunnelChecksum.REMOTE)),
            new Forwarding.Tunnel(new Forwarding.Gre(TunnelChecksum.FULL)),
            Forwarding.MASQUERADE,
            Forwarding.IPIP_TUNNEL),
        service.servers().stream().map(s -> s.spec().forwarding()).toList());
  }

  @Test
  void schedulerFlagsMeanTheirBits() {
    VirtualService service =
        ConfigText.service(
            "address = \"192.0.2.10:80\", scheduler = mh, scheduler-flags = [mh-port, flag-1]");
    assertEquals(Set.of(SchedulerFlag.FLAG_1, SchedulerFlag.FLAG_2), service.spec().flags());
  }

  @Test
  void persistenceMayNameNetmaskAndEngine() {
    VirtualService service =
        ConfigText.service(
            "address = \"192.0.2.10:5060\", protocol = udp, persistence { timeout = 10m, netmask ="
                + " 255.255.255.0, engine = sip }");
    var persistence = service.spec().persistence().orElseThrow();
    assertEquals(600, persistence.timeoutSeconds());
    assertEquals(24, persistence.prefixLength());
    assertEquals(Optional.of("sip"), persistence.engine());
    assertEquals(
        128,
        ConfigText.service("address = \"[2001:db8::1]:80\", persistence = 5m")
            .spec()
            .persistence()
            .orElseThrow()
            .prefixLength());
  }

  @Test
  void aServerThatFailsIsRemovedOnlyWithPersistence() {
    String address = "address = \"192.0.2.10:80\"";
    assertEquals(WhenDown.QUIESCE, ConfigText.service(address).whenDown());
    assertEquals(WhenDown.REMOVE, ConfigText.service(address + ", persistence = 5m").whenDown());
    assertEquals(
        WhenDown.QUIESCE,
        ConfigText.service(address + ", persistence = 5m, when-down = quiesce").whenDown());
  }

  @Test
  void aScriptIsSplitIntoWordsWithQuotes() {
    RouterConfig router =
        ConfigText.router(
            "interface = eth0, vrid = 1, addresses = [192.0.2.10]"
                + ", track = [ { script = \"/bin/x 'a b' c\" } ]");
    assertEquals(
        List.of("/bin/x", "a b", "c"), ((Track.Script) router.track().getFirst()).command());
    assertEquals(32, router.addresses().getFirst().prefixLength());
  }

  @Test
  void aSecretIsNotPrinted() {
    RouterConfig router =
        ConfigText.router(
            "interface = eth0, vrid = 1, version = 2, addresses = [192.0.2.10]"
                + ", authentication { pass = \"plain:hunter2\" }");
    assertFalse(router.toString().contains("hunter2"));
    assertEquals(new Authentication.Pass(new Secret.Plain("hunter2")), router.authentication());
  }

  @Test
  void theDefaultNodeIsTheHostName() {
    assertFalse(ConfigText.valid("director { }").node().isBlank());
    assertTrue(ConfigText.valid("director { node = x }").node().equals("x"));
  }

  private static List<String> addresses(String text) {
    return ConfigText.service("address = \"" + text + "\"").keys().stream()
        .map(key -> key.text().substring("tcp ".length()))
        .toList();
  }
}
