package io.directord.failover;

import io.directord.failover.vrrp.Event;
import io.directord.failover.vrrp.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Hands routers over to other nodes, and tells who waits what came of it. Confined to the
 * heartbeat.
 */
final class Handovers {
  private final Elections elections;
  private final List<Handover> waiting = new ArrayList<>();

  /** Somebody waits for these to be handed over. */
  private record Handover(Set<String> routers, CompletableFuture<Map<String, Role>> done) {}

  Handovers(Elections elections) {
    this.elections = elections;
  }

  /** Hands over, and completes when those that were Active are something else or are so again. */
  void handOver(
      Optional<String> name, boolean leave, CompletableFuture<Map<String, Role>> done, long now) {
    Set<String> yielding = new TreeSet<>();
    for (VirtualRouter router : elections.routers()) {
      if (name.isEmpty() || name.get().equals(router.name())) {
        if (elections.state(router).role() == Role.ACTIVE) {
          yielding.add(router.name());
        } else if (leave && router.adopting()) {
          // Nobody has claimed what an earlier run left here, and nobody of us will.
          router.adopted();
          yielding.add(router.name());
          elections.resign(router);
          elections.release(router);
        }
        elections.step(router, new Event.Yield(leave), now);
      }
    }
    waiting.add(new Handover(yielding, done));
  }

  /** The heartbeat ends: nobody hands over any more. */
  void abandon() {
    waiting.forEach(handover -> handover.done().completeAsync(Map::of));
    waiting.clear();
  }

  void finishHandovers() {
    waiting.removeIf(handover -> {
      Map<String, Role> became = new TreeMap<>();
      for (String name : handover.routers()) {
        @Nullable VirtualRouter router = elections.router(name);
        if (router != null
            && (Elections.handingOver(elections.state(router)) || router.releasing())) {
          return false;
        }
        became.put(name, router == null ? Role.INITIALIZE : elections.state(router).role());
      }
      handover.done().completeAsync(() -> became);
      return true;
    });
  }
}
