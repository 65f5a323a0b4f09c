package io.directord.kernel.link;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Links, addresses and neighbours in memory that answer as the kernel does; {@code LinksContract}
 * holds both to it. Thread-safe; stages are complete when they are returned, and listeners hear on
 * the caller's thread.
 */
public final class FakeLinks implements Links {
  private record Trap(Predicate<? super AddressChange> matches, Errno errno) {}

  private final Map<Integer, Link> links = new LinkedHashMap<>();
  private final List<Address> addresses = new ArrayList<>();
  private final List<Neighbor> neighbors = new ArrayList<>();
  private final List<Consumer<LinkEvent>> listeners = new ArrayList<>();
  private final List<Trap> traps = new ArrayList<>();
  private final List<AddressChange> applied = new ArrayList<>();
  private @Nullable Errno nextReading;
  private @Nullable Errno nextApply;
  private boolean closed;

  @Override
  public synchronized CompletionStage<List<Link>> links() {
    return answer("reading links", List.copyOf(links.values()));
  }

  @Override
  public synchronized CompletionStage<List<Address>> addresses() {
    return answer("reading addresses", List.copyOf(addresses));
  }

  @Override
  public synchronized CompletionStage<List<Neighbor>> neighbors() {
    return answer("reading neighbours", List.copyOf(neighbors));
  }

  @Override
  public synchronized CompletionStage<AddressResult> apply(List<? extends AddressChange> changes) {
    Errno failure = nextApply;
    nextApply = null;
    if (closed || failure != null) {
      return failed("changing addresses", failure);
    }
    List<AddressRefusal> refused = new ArrayList<>();
    for (AddressChange change : changes) {
      sprung(change)
          .or(() -> carryOut(change))
          .ifPresentOrElse(
              errno -> refused.add(new AddressRefusal(change, errno.number(), "")),
              () -> applied.add(change));
    }
    return CompletableFuture.completedStage(
        new AddressResult(changes.size() - refused.size(), refused));
  }

  @Override
  public synchronized void listen(Consumer<LinkEvent> listener) {
    listeners.add(listener);
  }

  @Override
  public synchronized void close() {
    closed = true;
    listeners.clear();
  }

  /** Adds an Ethernet link that is up and running, and answers it. */
  public synchronized Link add(int index, String name) {
    MacAddress mac = new MacAddress(0x0200_0000_0000L | index);
    Link link = new Link(index, name, 1500, true, true, false, Optional.of(mac), Optional.empty());
    set(link);
    return link;
  }

  /** Adds or changes a link. */
  public synchronized void set(Link link) {
    links.put(link.index(), link);
    tell(new LinkEvent.LinkChanged(link));
  }

  /** Pulls the cable of a link, or puts it back. */
  public synchronized void running(String name, boolean running) {
    Link old = named(name);
    set(
        new Link(
            old.index(),
            name,
            old.mtu(),
            old.up(),
            running,
            old.loopback(),
            old.mac(),
            old.kind()));
  }

  /** Takes a link away, with all its addresses. */
  public synchronized void remove(String name) {
    Link link = named(name);
    List<Address> gone =
        addresses.stream().filter(each -> each.linkIndex() == link.index()).toList();
    addresses.removeAll(gone);
    gone.forEach(each -> tell(new LinkEvent.AddressGone(each)));
    links.remove(link.index());
    tell(new LinkEvent.LinkGone(link));
  }

  /** Adds a neighbour, or changes what is known of it. */
  public synchronized void set(Neighbor neighbor) {
    neighbors.removeIf(each ->
        each.linkIndex() == neighbor.linkIndex() && each.address().equals(neighbor.address()));
    neighbors.add(neighbor);
    tell(new LinkEvent.NeighborChanged(neighbor));
  }

  /** Another host answers for this address: the kernel stops using it. */
  public synchronized void duplicate(InetAddress address) {
    addresses.replaceAll(each -> {
      if (!each.address().equals(address)) {
        return each;
      }
      Set<AddressFlag> flags = EnumSet.of(AddressFlag.TENTATIVE, AddressFlag.DAD_FAILED);
      flags.addAll(each.flags());
      Address marked =
          new Address(
              each.linkIndex(),
              each.address(),
              each.prefixLength(),
              each.scope(),
              each.label(),
              flags,
              each.protocol(),
              each.preferredSeconds(),
              each.validSeconds());
      tell(new LinkEvent.AddressChanged(marked));
      return marked;
    });
  }

  /** The kernel's queue of events ran over. */
  public synchronized void loseEvents() {
    tell(new LinkEvent.Lost());
  }

  /** What somebody else did: neither trapped nor recorded, but told. */
  public synchronized void behindTheBack(AddressChange change) {
    carryOut(change)
        .ifPresent(errno -> {
          throw new IllegalArgumentException(change.ip() + ": " + errno);
        });
  }

  /** The next change that matches is refused, once. */
  public synchronized void refuseNext(Predicate<? super AddressChange> matches, Errno errno) {
    traps.add(new Trap(matches, errno));
  }

  /** The next reading of anything fails. */
  public synchronized void failNextReading(Errno errno) {
    nextReading = errno;
  }

  /** The next list of changes fails as a whole. */
  public synchronized void failNextApply(Errno errno) {
    nextApply = errno;
  }

  /** Each change that was carried out, in order. */
  public synchronized List<AddressChange> applied() {
    return List.copyOf(applied);
  }

  private Optional<Errno> carryOut(AddressChange change) {
    if (!links.containsKey(change.linkIndex())) {
      return Optional.of(Errno.ENODEV);
    }
    return switch (change) {
      case AddressChange.AddAddress add -> add(add);
      case AddressChange.RenewAddress renew -> renew(renew);
      case AddressChange.RemoveAddress remove -> remove(remove);
    };
  }

  /** IPv4 tells addresses apart by their prefix length as well; IPv6 does not. */
  private Optional<Errno> add(AddressChange.AddAddress add) {
    for (Address each : addresses) {
      if (each.linkIndex() == add.linkIndex()
          && each.address().equals(add.address())
          && (!isIpv4(each) || each.prefixLength() == add.prefixLength())) {
        return Optional.of(Errno.EEXIST);
      }
    }
    Address address = FakeAddress.of(add, named(add.linkIndex()), addresses);
    addresses.add(address);
    tell(new LinkEvent.AddressChanged(address));
    return Optional.empty();
  }

  /** What is there keeps its place among the others. */
  private Optional<Errno> renew(AddressChange.RenewAddress renew) {
    AddressChange.AddAddress add =
        new AddressChange.AddAddress(renew.linkIndex(), renew.linkName(), renew.spec());
    for (int i = 0; i < addresses.size(); i++) {
      Address each = addresses.get(i);
      if (each.linkIndex() == renew.linkIndex()
          && each.address().equals(renew.address())
          && each.prefixLength() == renew.prefixLength()) {
        List<Address> others = new ArrayList<>(addresses.subList(0, i));
        Address renewed = FakeAddress.of(add, named(renew.linkIndex()), others);
        addresses.set(i, renewed);
        tell(new LinkEvent.AddressChanged(renewed));
        return Optional.empty();
      }
    }
    return add(add);
  }

  private Optional<Errno> remove(AddressChange.RemoveAddress remove) {
    Address found = null;
    for (Address each : addresses) {
      if (each.linkIndex() == remove.linkIndex()
          && each.address().equals(remove.address())
          && each.prefixLength() == remove.prefixLength()) {
        found = each;
      }
    }
    if (found == null) {
      return Optional.of(Errno.EADDRNOTAVAIL);
    }
    Address primary = found;
    List<Address> gone = new ArrayList<>(List.of(primary));
    if (!primary.flags().contains(AddressFlag.SECONDARY) && isIpv4(primary)) {
      addresses.stream()
          .filter(each -> each.flags().contains(AddressFlag.SECONDARY))
          .filter(each -> FakeAddress.sameNetwork(each, primary))
          .forEach(gone::add);
    }
    addresses.removeAll(gone);
    gone.forEach(each -> tell(new LinkEvent.AddressGone(each)));
    return Optional.empty();
  }

  private static boolean isIpv4(Address address) {
    return address.address() instanceof Inet4Address;
  }

  private Link named(String name) {
    return links.values().stream()
        .filter(link -> link.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no link " + name));
  }

  private Link named(int index) {
    Link link = links.get(index);
    if (link == null) {
      throw new IllegalArgumentException("no link " + index);
    }
    return link;
  }

  private void tell(LinkEvent event) {
    List.copyOf(listeners).forEach(listener -> listener.accept(event));
  }

  private Optional<Errno> sprung(AddressChange change) {
    for (Iterator<Trap> rest = traps.iterator(); rest.hasNext(); ) {
      Trap trap = rest.next();
      if (trap.matches().test(change)) {
        rest.remove();
        return Optional.of(trap.errno());
      }
    }
    return Optional.empty();
  }

  private <T> CompletionStage<T> answer(String subject, T value) {
    Errno failure = nextReading;
    nextReading = null;
    return closed || failure != null
        ? failed(subject, failure)
        : CompletableFuture.completedStage(value);
  }

  private static <T> CompletionStage<T> failed(String subject, @Nullable Errno failure) {
    return CompletableFuture.failedStage(
        failure == null
            ? new KernelException(subject, Errno.UNKNOWN, "the socket is closed")
            : new KernelException(subject, failure.number()));
  }
}
