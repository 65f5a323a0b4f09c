package io.directord.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.Stages;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the kernel promises of a link named {@code lab0} that has no address yet. */
abstract class LinksContract {
  private static final InetAddress WEB = ip("10.8.8.10");
  private static final InetAddress WEB6 = ip("fd00:8::10");

  abstract Links links();

  @Test
  void theLinkIsListedByName() {
    Link link = link();
    assertTrue(link.usable());
    assertEquals(1500, link.mtu());
    assertTrue(link.mac().isPresent());
  }

  @Test
  void anAddressIsThereAfterItWasAddedAndGoneAfterItWasRemoved() {
    accepted(add(AddressSpec.of(WEB, 32)), add(AddressSpec.of(WEB6, 128)));
    assertEquals(
        new Address(
            link().index(),
            WEB,
            32,
            Scope.GLOBAL,
            Optional.of("lab0"),
            Set.of(AddressFlag.PERMANENT),
            Optional.empty(),
            AddressSpec.FOREVER,
            AddressSpec.FOREVER),
        address(WEB));
    assertEquals(Optional.empty(), address(WEB6).label());
    accepted(remove(WEB, 32), remove(WEB6, 128));
    assertEquals(List.of(), addresses());
  }

  @Test
  void everythingThatCanBeSaidOfAnAddressIsKept() {
    AddressSpec spec =
        new AddressSpec(
            WEB, 32, Scope.LINK, Optional.of("lab0:web"), false, true, Optional.of(42), 300, 600);
    accepted(add(spec));
    assertEquals(
        new Address(
            link().index(),
            WEB,
            32,
            Scope.LINK,
            Optional.of("lab0:web"),
            Set.of(AddressFlag.NO_PREFIX_ROUTE),
            Optional.of(42),
            300,
            600),
        address(WEB));
    AddressSpec silent =
        new AddressSpec(
            WEB6,
            128,
            Scope.GLOBAL,
            Optional.empty(),
            true,
            false,
            Optional.of(42),
            0,
            AddressSpec.FOREVER);
    accepted(add(silent));
    assertEquals(
        Set.of(AddressFlag.PERMANENT, AddressFlag.NO_DAD, AddressFlag.DEPRECATED),
        address(WEB6).flags());
    assertEquals(0, address(WEB6).preferredSeconds());
  }

  @Test
  void whatIsThereCannotBeAddedAgain() {
    accepted(add(AddressSpec.of(WEB, 32)), add(AddressSpec.of(WEB6, 128)));
    refused(Errno.EEXIST, add(AddressSpec.of(WEB, 32)));
    refused(Errno.EEXIST, add(AddressSpec.of(WEB6, 128)));
    refused(Errno.EEXIST, add(AddressSpec.of(WEB6, 64)));
    accepted(add(AddressSpec.of(WEB, 24)));
  }

  @Test
  void aLeaseCanBeRenewedAndIsTakenAgainWhereItRanOut() {
    for (InetAddress address : List.of(WEB, WEB6)) {
      accepted(renew(lease(address, 600)));
      assertEquals(600, address(address).validSeconds());
      accepted(renew(lease(address, 900)));
      assertEquals(900, address(address).validSeconds());
      assertEquals(0, address(address).preferredSeconds());
      accepted(renew(lease(address, AddressSpec.FOREVER)));
      assertTrue(address(address).flags().contains(AddressFlag.PERMANENT));
    }
    assertEquals(2, addresses().size());
  }

  private static AddressSpec lease(InetAddress address, long validSeconds) {
    return new AddressSpec(
        address,
        address.getAddress().length * 8,
        Scope.GLOBAL,
        Optional.empty(),
        address.equals(WEB6),
        false,
        Optional.empty(),
        0,
        validSeconds);
  }

  @Test
  void whatIsNotThereCannotBeRemoved() {
    accepted(add(AddressSpec.of(WEB, 32)));
    refused(Errno.EADDRNOTAVAIL, remove(ip("10.8.8.11"), 32));
    refused(Errno.EADDRNOTAVAIL, remove(WEB, 24));
    refused(Errno.EADDRNOTAVAIL, remove(WEB6, 128));
  }

  @Test
  void aLinkThatIsNotThereTakesNoAddress() {
    refused(Errno.ENODEV, new AddressChange.AddAddress(9999, "gone0", AddressSpec.of(WEB, 32)));
    refused(Errno.ENODEV, new AddressChange.RemoveAddress(9999, "gone0", WEB, 32));
  }

  @Test
  void aRefusedChangeDoesNotStopTheRest() {
    AddressChange absent = remove(WEB6, 128);
    AddressResult result = apply(absent, add(AddressSpec.of(WEB, 32)));
    assertEquals(1, result.applied());
    assertEquals(List.of(absent), result.refused().stream().map(AddressRefusal::change).toList());
  }

  @Test
  void theFirstOfANetworkTakesItsSecondariesAlong() {
    accepted(
        add(AddressSpec.of(WEB, 24)),
        add(AddressSpec.of(ip("10.8.8.11"), 24)),
        add(AddressSpec.of(ip("10.8.8.12"), 32)));
    assertEquals(
        Set.of(AddressFlag.PERMANENT, AddressFlag.SECONDARY), address(ip("10.8.8.11")).flags());
    accepted(remove(WEB, 24));
    assertEquals(List.of(ip("10.8.8.12")), addresses().stream().map(Address::address).toList());
  }

  @Test
  void changesAreHeardOf() throws Exception {
    BlockingQueue<LinkEvent> events = new LinkedBlockingQueue<>();
    links().listen(events::add);
    accepted(add(AddressSpec.of(WEB, 32)));
    Address added = address(WEB);
    accepted(remove(WEB, 32));
    heard(events, new LinkEvent.AddressChanged(added)::equals);
    heard(events, new LinkEvent.AddressGone(added)::equals);
  }

  @Test
  void afterClosingEverythingFailsWithWhatWentWrongItself() {
    links().close();
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    links().addresses().whenComplete((_, failure) -> seen.complete(failure));
    assertInstanceOf(KernelException.class, Stages.get(seen));
  }

  static void heard(BlockingQueue<LinkEvent> events, Predicate<LinkEvent> what)
      throws InterruptedException {
    while (true) {
      LinkEvent next = events.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("not heard of");
      }
      if (what.test(next)) {
        return;
      }
    }
  }

  final Link link() {
    return Stages.get(links().links()).stream()
        .filter(link -> link.name().equals("lab0"))
        .findFirst()
        .orElseThrow();
  }

  /** Those of the link; the kernel's own link-local one aside. */
  final List<Address> addresses() {
    int index = link().index();
    return Stages.get(links().addresses()).stream()
        .filter(each -> each.linkIndex() == index && !each.address().isLinkLocalAddress())
        .toList();
  }

  private Address address(InetAddress address) {
    return addresses().stream()
        .filter(each -> each.address().equals(address))
        .findFirst()
        .orElseThrow();
  }

  final AddressChange add(AddressSpec spec) {
    return new AddressChange.AddAddress(link().index(), "lab0", spec);
  }

  private AddressChange renew(AddressSpec spec) {
    return new AddressChange.RenewAddress(link().index(), "lab0", spec);
  }

  final AddressChange remove(InetAddress address, int prefixLength) {
    return new AddressChange.RemoveAddress(link().index(), "lab0", address, prefixLength);
  }

  final void accepted(AddressChange... changes) {
    assertEquals(new AddressResult(changes.length, List.of()), apply(changes));
  }

  private void refused(Errno errno, AddressChange change) {
    assertEquals(
        List.of(errno),
        apply(change).refused().stream().map(AddressRefusal::errno).toList(),
        change.ip());
  }

  private AddressResult apply(AddressChange... changes) {
    return Stages.get(links().apply(List.of(changes)));
  }

  static InetAddress ip(String address) {
    return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(address), address);
  }
}
