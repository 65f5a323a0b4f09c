package io.directord.failover.address;

import io.directord.kernel.link.Link;
import io.directord.kernel.link.NetworkChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Turns the difference between virtual links wanted and observed into ordered changes. Pure. */
public final class VirtualLinkPlanner {
  private VirtualLinkPlanner() {}

  /**
   * Takes away those that are given up or are another router's by now, then makes what is missing;
   * up they come with {@link #up}.
   *
   * @param givenUp ours until now
   */
  public static List<NetworkChange> plan(
      Collection<VirtualLink> wanted, Collection<VirtualLink> givenUp, List<Link> seen) {
    List<NetworkChange> changes = new ArrayList<>();
    for (Link link : seen) {
      boolean stale = wanted.stream().anyMatch(each -> each.made(link) && !each.is(link));
      if (stale || givenUp.stream().anyMatch(each -> each.made(link))) {
        changes.add(new NetworkChange.RemoveLink(link.index(), link.name()));
      }
    }
    List<NetworkChange> removals = List.copyOf(changes);
    for (VirtualLink each : wanted) {
      Optional<Link> parent = named(seen, each.parent());
      boolean free =
          named(seen, each.name())
              .map(link ->
                  removals.contains(new NetworkChange.RemoveLink(link.index(), link.name())))
              .orElse(true);
      if (free && parent.isPresent()) {
        changes.add(
            new NetworkChange.AddMacvlan(
                parent.get().index(), each.parent(), each.name(), each.mac()));
      }
    }
    return changes;
  }

  /** Those that are down though their interface is up. */
  public static List<NetworkChange> up(Collection<VirtualLink> wanted, List<Link> seen) {
    List<NetworkChange> changes = new ArrayList<>();
    for (VirtualLink each : wanted) {
      boolean parentUp = named(seen, each.parent()).filter(Link::up).isPresent();
      named(seen, each.name())
          .filter(link -> parentUp && each.is(link) && !link.up())
          .ifPresent(
              link -> changes.add(new NetworkChange.SetLinkUp(link.index(), link.name(), true)));
    }
    return changes;
  }

  /** One sentence for each whose name somebody else has taken. */
  public static List<String> taken(Collection<VirtualLink> wanted, List<Link> seen) {
    return wanted.stream()
        .filter(each -> named(seen, each.name()).filter(link -> !each.made(link)).isPresent())
        .map(each ->
            "the interface "
                + each.name()
                + " is there already and has no virtual MAC address; give virtual-mac another name")
        .toList();
  }

  /** Those that are there. */
  public static List<VirtualLink> present(Collection<VirtualLink> wanted, List<Link> seen) {
    return wanted.stream().filter(each -> seen.stream().anyMatch(each::is)).toList();
  }

  private static Optional<Link> named(List<Link> links, String name) {
    return links.stream().filter(link -> link.name().equals(name)).findFirst();
  }
}
