package io.directord.failover;

import static io.directord.failover.Ips.ip;
import static io.directord.failover.Ips.router;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.kernel.Stages;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.AddressChange;
import io.directord.kernel.link.AddressSpec;
import io.directord.kernel.link.FakeLinks;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HoldingsTest {
  private final Holdings holdings = new Holdings();

  @Test
  void whatIsNeitherConfiguredNorInTheKernelIsForgotten() {
    for (int i = 1; i < 100; i++) {
      take("10.8.0." + i);
      holdings.forget(holdings.dropped(), List.of());
      assertEquals(Set.of(ip("10.8.0." + i)), holdings.everConfigured());
    }
  }

  @Test
  void whatIsStillInTheKernelIsRememberedUntilItIsGone() {
    take("10.8.0.1");
    take("10.8.0.2");
    holdings.forget(holdings.dropped(), observed("10.8.0.1"));
    assertEquals(Set.of(ip("10.8.0.1"), ip("10.8.0.2")), holdings.goal().configured());
    holdings.forget(holdings.dropped(), List.of());
    assertEquals(Set.of(ip("10.8.0.2")), holdings.goal().configured());
  }

  @Test
  void aReadingThatBeganBeforeAnAddressWasDroppedForgetsNothing() {
    take("10.8.0.1");
    Set<InetAddress> before = holdings.dropped();
    take("10.8.0.2"); // a claim of the first may be under way
    holdings.forget(before, List.of());
    assertEquals(Set.of(ip("10.8.0.1"), ip("10.8.0.2")), holdings.everConfigured());
  }

  @Test
  void whatIsConfiguredAgainMeanwhileIsKept() {
    take("10.8.0.1");
    take("10.8.0.2");
    Set<InetAddress> dropped = holdings.dropped();
    take("10.8.0.1");
    holdings.forget(dropped, List.of());
    assertEquals(Set.of(ip("10.8.0.1"), ip("10.8.0.2")), holdings.everConfigured());
  }

  private void take(String address) {
    holdings.take(List.of(router("r", Optional.empty(), true, address)));
  }

  private static List<Address> observed(String address) {
    FakeLinks links = new FakeLinks();
    links.add(2, "lab0");
    links.behindTheBack(new AddressChange.AddAddress(2, "lab0", AddressSpec.of(ip(address), 32)));
    return Stages.get(links.addresses());
  }
}
