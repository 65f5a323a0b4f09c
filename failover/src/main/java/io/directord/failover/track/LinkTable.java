package io.directord.failover.track;

import io.directord.kernel.link.Link;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The links of this host as the kernel told of them. Confined to the trackers' executor. */
final class LinkTable {
  private final Map<Integer, Link> links = new HashMap<>();
  private boolean read;

  /** Everything there is now. */
  void replace(Collection<Link> all) {
    links.clear();
    all.forEach(link -> links.put(link.index(), link));
    read = true;
  }

  void change(Link link) {
    links.put(link.index(), link);
  }

  void remove(Link link) {
    links.remove(link.index());
  }

  /** How an interface of this name is; empty as long as links were not read. */
  Optional<Outcome> outcome(String name) {
    return read
        ? Optional.of(
            judged(links.values().stream().filter(link -> link.name().equals(name)).findFirst()))
        : Optional.empty();
  }

  private static Outcome judged(Optional<Link> link) {
    if (link.isEmpty()) {
      return Outcome.failed("no such interface");
    }
    if (!link.get().up()) {
      return Outcome.failed("is down");
    }
    return link.get().running() ? new Outcome.Passed("is up") : Outcome.failed("no carrier");
  }
}
