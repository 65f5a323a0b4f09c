package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Timing;
import io.directord.health.http.HttpCheck;
import io.directord.health.tcp.TcpCheck;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.Persistence;
import io.directord.kernel.ipvs.Protocol;
import io.directord.kernel.ipvs.ServiceKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example that the documentation shows, with every kind of section. */
class ExampleTest {
  private static final Path EXAMPLE =
      Path.of(
          System.getProperty("directord.root"),
          "director-core/src/test/resources/config/example.conf");
  private static ConfigResult.Valid result;
  private static DirectorConfig config;

  @BeforeAll
  static void read() {
    result = (ConfigResult.Valid) ConfigReader.read(EXAMPLE);
    config = result.config();
  }

  @Test
  void theNodeAndSettingsAreRead() {
    assertEquals("lvs1", config.node());
    assertEquals(Path.of("/run/directord/control.sock"), config.control().socket());
    assertEquals(Optional.of("directord"), config.control().group());
    assertEquals(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9113), config.http().listen());
    assertEquals(IpvsConfig.Ownership.SHARED, config.ipvs().ownership());
    assertEquals(Optional.of(Duration.ofMinutes(15)), config.ipvs().timeouts().tcp());
    assertEquals(Optional.of(Duration.ofMinutes(2)), config.ipvs().timeouts().tcpFin());
    assertEquals(Optional.of(Duration.ofMinutes(5)), config.ipvs().timeouts().udp());
    assertEquals(Duration.ofSeconds(30), config.ipvs().reconcileInterval());
    SyncConfig sync = config.ipvs().sync().orElseThrow();
    assertEquals("eth1", sync.interfaceName());
    assertEquals(51, sync.id());
    assertEquals(SyncConfig.Mode.FOLLOW, sync.mode());
  }

  @Test
  void theRoutersAreReadInTheOrderOfTheFile() {
    assertEquals(
        List.of("public", "inside"), config.routers().stream().map(RouterConfig::name).toList());
    var keys = new TreeMap<Integer, Secret>();
    keys.put(1, new Secret.File(Path.of("/etc/directord/vrrp.key")));
    assertEquals(
        new RouterConfig(
            "public",
            "eth0",
            51,
            150,
            3,
            Duration.ofSeconds(1),
            true,
            Duration.ZERO,
            List.of(held("192.168.26.10"), held("192.168.26.11")),
            List.of(),
            List.of(
                new Track.Interface("eth1", 0),
                new Track.Script(
                    List.of("/usr/local/bin/ok"),
                    new Track.Pace(Duration.ofSeconds(2), Duration.ofSeconds(2), 1, 1),
                    -30)),
            new Authentication.Hmac(keys, 1)),
        config.routers().getFirst());
    assertEquals(
        List.of(new RouterGroup("pair", List.of("public", "inside"))), config.routerGroups());
  }

  @Test
  void theServiceIsReadyForTheKernel() {
    VirtualService web = config.services().getFirst();
    assertEquals("web", web.name());
    assertEquals(
        List.of(new ServiceKey.Address(Protocol.TCP, InetAddress.ofLiteral("192.168.26.10"), 80)),
        web.keys());
    assertEquals("wlc", web.spec().scheduler());
    assertEquals(Optional.of(new Persistence(300, 32, Optional.empty())), web.spec().persistence());
    assertEquals(Forwarding.DIRECT, web.forwarding());
    assertEquals(WhenDown.REMOVE, web.whenDown());
    assertEquals(Duration.ofSeconds(30), web.slowStart().duration());
    assertEquals(Duration.ofMinutes(5), web.drainTimeout());
    RealServer web1 = web.servers().getFirst();
    assertEquals("web1", web1.name());
    assertEquals(100, web1.spec().weight());
    assertEquals("10.11.12.1:80", web1.keyFor(web.keys().getFirst()).text());
    RealServer sorry = web.lastResort().orElseThrow();
    assertEquals("127.0.0.1:8081", sorry.keyFor(web.keys().getFirst()).text());
    assertEquals(Forwarding.MASQUERADE, sorry.spec().forwarding());
  }

  @Test
  void theChecksAreReadyToProbe() {
    VirtualService web = config.services().getFirst();
    var first = web.servers().get(0).targets(web.port());
    assertEquals(1, first.size());
    assertEquals("10.11.12.1", first.getFirst().address().getHostString());
    assertEquals(80, first.getFirst().address().getPort());
    HttpCheck http = (HttpCheck) first.getFirst().check();
    assertEquals("/healthz", http.request().path());
    assertEquals(
        new Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3, 10),
        first.getFirst().timing());
    NamedCheck second = web.servers().get(1).checks().getFirst();
    assertEquals(
        new NamedCheck("tcp", new TcpCheck(), CheckReader.TIMING, NamedCheck.Place.OF_SERVER),
        second);
    assertEquals(List.of("web"), config.checks().stream().map(NamedCheck::name).toList());
  }

  @Test
  void onlyTheLastResortIsDoubted() {
    assertEquals(1, result.warnings().size(), result.warnings().toString());
    assertTrue(result.warnings().getFirst().message().contains("loopback"));
  }

  @Test
  void twoReadingsAreEqual() throws Exception {
    assertEquals(result, ConfigReader.read(EXAMPLE));
    String other = Files.readString(EXAMPLE).replace("weight = 100", "weight = 101");
    assertTrue(!config.equals(ConfigText.valid(other)));
  }

  private static VirtualAddress held(String address) {
    return new VirtualAddress(
        InetAddress.ofLiteral(address),
        24,
        Optional.empty(),
        Optional.empty(),
        VirtualAddress.Scope.GLOBAL);
  }
}
