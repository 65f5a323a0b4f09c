package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.directord.kernel.Family;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RouterValuesTest {
  private static final String NEEDED = "interface = eth0, vrid = 51, addresses = [192.0.2.10/24]\n";

  @Test
  void withoutAWordEverythingIsAtItsDefault() {
    RouterConfig router = ConfigText.router(NEEDED);
    assertEquals(RouterTiming.DEFAULT, router.timing());
    assertEquals(RouterWire.DEFAULT, router.wire());
    assertEquals(Holding.DEFAULT, router.holding());
    assertEquals(
        new Announcements(5, Duration.ZERO, Duration.ofSeconds(5), 5, Duration.ZERO, 1, 5),
        router.announcements());
  }

  @Test
  void aVirtualMacIsNamedAfterItsRouter() {
    assertEquals(Optional.of("vrrp.51"), virtualMac(NEEDED + "virtual-mac = true"));
    assertEquals(Optional.of("vip0"), virtualMac(NEEDED + "virtual-mac = vip0"));
    assertEquals(Optional.empty(), virtualMac(NEEDED + "virtual-mac = off"));
    String six =
        "interface = eth0, vrid = 51, addresses = [\"2001:db8::10/64\"], virtual-mac = yes";
    assertEquals(Optional.of("vrrp6.51"), virtualMac(six));
  }

  @Test
  void aRouteIsAnObjectOrWhatIpTakes() {
    VirtualRoute wanted =
        new VirtualRoute(
            new Prefix(InetAddress.ofLiteral("10.0.0.0"), 8),
            Optional.of(InetAddress.ofLiteral("192.0.2.1")),
            Optional.of("eth0"),
            Optional.of(InetAddress.ofLiteral("192.0.2.10")),
            100,
            OptionalLong.of(5));
    String line = "10.0.0.0/8 via 192.0.2.1 dev eth0 src 192.0.2.10 table 100 metric 5";
    assertEquals(List.of(wanted), routes('"' + line + '"'));
    assertEquals(
        List.of(wanted),
        routes(
            "{ to = 10.0.0.0/8, via = 192.0.2.1, dev = eth0, source = 192.0.2.10, table = 100,"
                + " metric = 5 }"));
    assertEquals(line, wanted.text());
  }

  @Test
  void aDefaultRouteHasTheFamilyOfItsNextHopOrOfTheRouter() {
    assertEquals(
        List.of("default via 2001:db8::1", "default dev eth0"),
        routes("\"default via 2001:db8::1\", \"default dev eth0\"").stream()
            .map(VirtualRoute::text)
            .toList());
    assertEquals(
        List.of(Family.IPV6, Family.IPV4),
        routes("\"default via 2001:db8::1\", \"default dev eth0\"").stream()
            .map(route -> route.to().family())
            .toList());
  }

  @Test
  void aRuleIsAnObjectOrWhatIpTakes() {
    VirtualRule wanted =
        new VirtualRule(
            Family.IPV4,
            Optional.of(new Prefix(InetAddress.ofLiteral("192.0.2.10"), 32)),
            Optional.empty(),
            Optional.of("eth1"),
            OptionalLong.of(16),
            100,
            1000);
    assertEquals(
        List.of(wanted), rules("\"from 192.0.2.10 iif eth1 fwmark 0x10 lookup 100 pref 1000\""));
    assertEquals(
        List.of(wanted),
        rules(
            "{ from = 192.0.2.10/32, interface = eth1, mark = 16, table = 100, priority = 1000"
                + " }"));
    assertEquals("priority 1000 from 192.0.2.10/32 iif eth1 fwmark 16 table 100", wanted.text());
  }

  @Test
  void aHashHasItsModeAndWindow() {
    String key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    var keys = new TreeMap<Integer, Secret>();
    keys.put(7, new Secret.Hex(key));
    Authentication.Hmac hmac =
        new Authentication.Hmac(
            keys, 7, Authentication.Hmac.Mode.PERMISSIVE, Optional.of(Duration.ofSeconds(20)));
    RouterConfig router =
        ConfigText.router(
            NEEDED
                + "authentication { hmac { keys { 7 = \"hex:"
                + key
                + "\" }, mode = permissive, window = 20s } }");
    assertEquals(hmac, router.authentication());
    assertFalse(router.toString().contains("0001020304"), router.toString());
  }

  @Test
  void anInterfaceIsTrackedWithDelays() {
    assertEquals(
        List.of(new Track.Interface("eth1", -10, Duration.ofSeconds(10), Duration.ofSeconds(2))),
        ConfigText.router(
                NEEDED
                    + "track = [ { interface = eth1, weight = -10, up-delay = 10s, down-delay = 2s"
                    + " } ]")
            .track());
  }

  private static Optional<String> virtualMac(String body) {
    return ConfigText.router(body).holding().virtualMac();
  }

  private static List<VirtualRoute> routes(String entries) {
    return ConfigText.router(NEEDED + "virtual-routes = [" + entries + "]").holding().routes();
  }

  private static List<VirtualRule> rules(String entries) {
    return ConfigText.router(NEEDED + "virtual-rules = [" + entries + "]").holding().rules();
  }
}
