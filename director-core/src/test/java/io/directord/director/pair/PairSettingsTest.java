package io.directord.director.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.directord.director.Configs;
import io.directord.director.config.DirectorConfig;
import io.directord.failover.RouterSettings;
import io.directord.failover.track.Track;
import io.directord.failover.vrrp.Ensemble;
import io.directord.failover.wire.Authentication;
import io.directord.failover.wire.WireSettings.ChecksumForm;
import io.directord.kernel.Family;
import io.directord.kernel.link.Scope;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PairSettingsTest {
  private static final DirectorConfig CONFIG =
      Configs.director(
          """
          virtual-routers {
            public {
              interface = eth0, vrid = 51, priority = 150, advertisement-interval = 100ms
              preempt-delay = 2s, sync-delay = 5s, startup-delay = 3s, down-timer-adverts = 4
              checksum = without-pseudo-header, restore-addresses = false, lease = 10s
              addresses = ["192.0.2.10/24", { address = "192.0.2.11/24", dev = eth1, scope = link }]
              excluded-addresses = ["2001:db8::10/64"]
              peers = [192.0.2.2], source = 192.0.2.1
              announcements { burst = 2, spacing = 1ms }
              authentication { hmac { keys {
                7 = "hex:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" } } }
              track = [
                { interface = eth1, weight = -10, up-delay = 2s }
                { gateway = 192.0.2.254, interval = 2s, rise = 2, fall = 3 }
              ]
            }
            old { interface = eth1, vrid = 52, version = 2, addresses = [198.51.100.1/24]
              authentication { pass = "plain:sesame" } }
          }
          router-groups { pair = [public, old] }
          """);
  private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

  private final List<RouterSettings> routers = PairSettings.routers(CONFIG, _ -> KEY);

  @Test
  void realServersHaveTheNameOfTheFirstServiceThatHasThem() {
    DirectorConfig config =
        Configs.director(
            """
            virtual-services {
              web { address = "192.0.2.10:80", forwarding = direct
                real-servers = [{ name = web1, address = 192.0.2.21 }]
                last-resort { address = 192.0.2.29 } }
              mail { address = "192.0.2.10:25", forwarding = direct
                real-servers = [{ name = m1, address = 192.0.2.21 }] }
            }
            """);
    assertEquals(
        Map.of(ip("192.0.2.21"), "web/web1", ip("192.0.2.29"), "web/last-resort"),
        PairSettings.servers(config));
  }

  @Test
  void everyKeyOfARouterArrives() {
    RouterSettings public0 = routers.getFirst();
    assertEquals("public", public0.name());
    assertEquals("eth0", public0.interfaceName());
    assertEquals(Family.IPV4, public0.family());
    assertEquals(51, public0.vrid());
    assertEquals(3, public0.version());
    assertEquals(150, public0.priority());
    assertEquals(Duration.ofMillis(100), public0.interval());
    assertEquals(Duration.ofSeconds(3), public0.startupDelay());
    assertEquals(4, public0.downTimerAdverts());
    assertEquals(Optional.of(ip("192.0.2.1")), public0.source());
    assertEquals(List.of(ip("192.0.2.2")), public0.peers());
    assertEquals(ChecksumForm.WITHOUT_PSEUDO_HEADER, public0.checksum());
    assertEquals(2, public0.announcements().burst());
    assertEquals(Duration.ofMillis(1), public0.announcements().spacing());
    assertEquals(Optional.of(Duration.ofSeconds(10)), public0.lease());
    assertEquals(false, public0.repair());
    assertEquals(true, public0.defend());
  }

  @Test
  void theLongerOfTheDelaysCounts() {
    assertEquals(Duration.ofSeconds(5), routers.getFirst().preemptDelay());
  }

  @Test
  void anAddressIsOnItsOwnInterfaceOrThatOfItsRouter() {
    RouterSettings public0 = routers.getFirst();
    assertEquals("eth0", public0.advertised().get(0).device());
    assertEquals("eth1", public0.advertised().get(1).device());
    assertEquals(Scope.LINK, public0.advertised().get(1).scope());
    assertEquals("2001:db8::10/64", public0.excluded().getFirst().text());
  }

  @Test
  void keysAreFetched() {
    Authentication.Hmac hmac =
        assertInstanceOf(Authentication.Hmac.class, routers.getFirst().authentication());
    assertEquals(Set.of(7), hmac.keys().keySet());
    assertEquals(7, hmac.activeKey());
    assertEquals(new Authentication.Pass(KEY), routers.get(1).authentication());
  }

  @Test
  void groupsHaveTheirMembers() {
    assertEquals(
        List.of(new Ensemble.Group("pair", Set.of("public", "old"))), PairSettings.groups(CONFIG));
  }

  @Test
  void tracksHaveTheirPace() {
    assertEquals(
        List.of(
            new Track.Interface("eth1", -10, 2_000_000_000L, 0),
            new Track.Gateway(
                ip("192.0.2.254"), new Track.Pace(2_000_000_000L, 2_000_000_000L, 2, 3), 0)),
        PairTracks.of(CONFIG).get("public"));
    assertEquals(List.of(), PairTracks.of(CONFIG).get("old"));
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
