package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.failover.arp.Finding;
import io.directord.failover.arp.Sign;
import io.directord.failover.arp.Watched;
import io.directord.failover.arp.Watched.Pairing;
import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ArpJsonTest {
  @Test
  void aServersProblemNamesAllAddressesAndTheFix() {
    assertEquals(
        Map.of(
            "addresses", List.of("192.0.2.10", "192.0.2.11"),
            "mac", "02:00:00:00:00:0b",
            "since", "1970-01-01T00:00:00Z",
            "problem", "answers ARP for 192.0.2.11 with 02:00:00:00:00:0b",
            "fix",
                "set net.ipv4.conf.all.arp_ignore=1 and net.ipv4.conf.all.arp_announce=2 there, or"
                    + " run `directord real-server apply --arp sysctl --vip 192.0.2.11`"),
        StatusJson.arp(List.of(finding("192.0.2.11"), finding("192.0.2.10"))));
  }

  private static Finding finding(String virtual) {
    Pairing key = new Pairing(InetAddress.ofLiteral(virtual), InetAddress.ofLiteral("192.0.2.21"));
    return new Finding(
        new Watched(key, List.of("web/web1")),
        new MacAddress(0x0200_0000_000BL),
        Set.of(Sign.ANSWERS),
        Instant.EPOCH);
  }
}
