package io.directord.failover.vrrp;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The elections of all virtual routers of this node, and the groups in which they move together: a
 * group is Active only when each of its members may be, and leaves together. Immutable; pure. The
 * first member by name decides between two nodes whose groups are both Active: give members the
 * same names on all nodes.
 */
public record Ensemble(Map<String, State> states) {
  public Ensemble {
    states = Map.copyOf(states);
  }

  /** Which routers move together; a router is in one group at most. */
  public record Group(String name, Set<String> routers) {
    public Group {
      routers = Set.copyOf(routers);
    }
  }

  /** A step of one router, in the order in which they happened. */
  public record Moved(String router, State before, Step step) {}

  public record Outcome(Ensemble next, List<Moved> moves) {
    public Outcome {
      moves = List.copyOf(moves);
    }
  }

  /**
   * Gives one router an event, and its group what follows from it. A router without state is in
   * Initialize; a member without settings is no longer, or not yet, and does not count.
   */
  public Outcome step(
      Map<String, Settings> settings,
      List<Group> groups,
      String router,
      Event event,
      long nowNanos) {
    if (!settings.containsKey(router)) {
      throw new IllegalArgumentException("no settings for router " + router);
    }
    List<String> members =
        groups.stream()
            .filter(group -> group.routers().contains(router))
            .findFirst()
            .map(group -> group.routers().stream().filter(settings::containsKey).sorted().toList())
            .orElse(List.of(router));
    return new GroupTurn(settings, members, states, nowNanos).take(router, event);
  }
}
