package io.directord.failover.address;

import io.directord.kernel.link.Address;
import io.directord.kernel.link.AddressChange;
import io.directord.kernel.link.AddressChange.AddAddress;
import io.directord.kernel.link.AddressChange.RemoveAddress;
import io.directord.kernel.link.AddressChange.RenewAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns the difference between addresses wanted and observed into ordered changes. Pure. */
public final class AddressPlanner {
  /** An address on a link. */
  public record Place(int linkIndex, InetAddress address, int prefixLength) {
    static Place of(Address observed) {
      return new Place(observed.linkIndex(), observed.address(), observed.prefixLength());
    }
  }

  /**
   * What the kernel should have.
   *
   * @param leased what is to be held, and for how long at a time
   * @param configured every address of every router: ours where the kernel keeps no tags
   * @param spared not to be removed for now, held or not
   */
  public record Goal(
      Map<HeldAddress, Optional<Duration>> leased,
      Set<InetAddress> configured,
      Set<InetAddress> spared) {}

  private AddressPlanner() {}

  /** Everything that is missing, then everything of ours that is left over. */
  public static List<AddressChange> plan(
      Goal goal, Map<String, Integer> links, List<Address> observed, boolean tags) {
    Set<Place> present = new HashSet<>();
    observed.forEach(address -> present.add(Place.of(address)));
    Set<Place> wanted = new HashSet<>();
    List<AddressChange> changes = new ArrayList<>();
    goal.leased()
        .forEach((held, lease) -> {
          Integer link = links.get(held.device());
          if (link == null) {
            return; // the router faults for its own interface; another may come later
          }
          Place place = new Place(link, held.address(), held.prefixLength());
          if (wanted.add(place) && !present.contains(place)) {
            changes.add(new AddAddress(link, held.device(), held.spec(lease)));
          }
        });
    for (Address address : observed) {
      if (ours(address, goal, tags)
          && !wanted.contains(Place.of(address))
          && !goal.spared().contains(address.address())) {
        changes.add(
            new RemoveAddress(
                address.linkIndex(),
                name(links, address.linkIndex()),
                address.address(),
                address.prefixLength()));
      }
    }
    return changes;
  }

  /** All of them, whether present or not: a claim without a look first. */
  public static List<AddressChange> claim(
      Map<HeldAddress, Optional<Duration>> leased, Map<String, Integer> links) {
    return each(
        leased,
        links,
        (link, held, lease) -> new AddAddress(link, held.device(), held.spec(lease)));
  }

  /** All of them, with their lifetimes anew. */
  public static List<AddressChange> renew(
      Map<HeldAddress, Optional<Duration>> leased, Map<String, Integer> links) {
    return each(
        leased,
        links,
        (link, held, lease) -> new RenewAddress(link, held.device(), held.spec(lease)));
  }

  private interface Change {
    AddressChange of(int link, HeldAddress held, Optional<Duration> lease);
  }

  private static List<AddressChange> each(
      Map<HeldAddress, Optional<Duration>> leased, Map<String, Integer> links, Change change) {
    List<AddressChange> changes = new ArrayList<>();
    leased.forEach((held, lease) -> {
      Integer link = links.get(held.device());
      if (link != null) {
        changes.add(change.of(link, held, lease));
      }
    });
    return changes;
  }

  /** Whether we added it: by its tag, or by its name where the kernel keeps no tags. */
  static boolean ours(Address address, Goal goal, boolean tags) {
    return tags
        ? address.protocol().equals(Optional.of(HeldAddress.TAG))
        : goal.configured().contains(address.address());
  }

  private static String name(Map<String, Integer> links, int index) {
    return links.entrySet().stream()
        .filter(link -> link.getValue() == index)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("if" + index);
  }
}
