package io.directord.director.reconcile;

import io.directord.director.config.SlowStart;
import io.directord.director.config.VirtualService;
import io.directord.director.reconcile.ServerDecision.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lets servers that were down climb to their weight. Only who was seen to be down begins low: not
 * at a start of the director, and not who has weight in the kernel. Lives for one decision.
 *
 * <p>Everybody's steps fall on the same seconds, so that many servers need no more rounds than one.
 */
final class SlowStarts {
  private static final long STEP_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * What is remembered, by {@code SERVICE/SERVER}.
   *
   * @param fallen down since it served last
   * @param since begun to climb then
   */
  record State(Set<String> fallen, Map<String, Long> since) {
    static final State NONE = new State(Set.of(), Map.of());

    State {
      fallen = Set.copyOf(fallen);
      since = Map.copyOf(since);
    }
  }

  private final State before;
  private final Set<String> fallen = new HashSet<>();
  private final Map<String, Long> since = new HashMap<>();
  private final long nowNanos;
  private final long secondNanos;
  private OptionalLong nextLookNanos = OptionalLong.empty();

  SlowStarts(State before, long nowNanos) {
    this.before = before;
    this.nowNanos = nowNanos;
    this.secondNanos = nowNanos - Math.floorMod(nowNanos, STEP_NANOS);
  }

  /**
   * The servers of a service, with less weight for those that climb.
   *
   * @param ends whether a server has all its weight at once: an operator gave it one
   * @param serving whether the kernel has it with weight already
   */
  List<ServerDecision> climb(
      VirtualService service,
      List<ServerDecision> servers,
      Predicate<ServerDecision> ends,
      Predicate<ServerDecision> serving) {
    SlowStart slow = service.slowStart();
    if (slow.duration().isZero()) {
      return servers;
    }
    long serves = servers.stream().filter(ServerDecision::serves).count();
    List<ServerDecision> climbing = new ArrayList<>(servers.size());
    for (ServerDecision server : servers) {
      String id = service.name() + "/" + server.server().name();
      boolean fell = before.fallen().contains(id) || server.state() == ServerState.DOWN;
      boolean begun = before.since().containsKey(id);
      if (server.state() == ServerState.UP && server.serves()) {
        boolean climbs = begun || (fell && !serving.test(server));
        boolean whole = serves <= 1 || ends.test(server);
        climbing.add(climbs && !whole ? step(id, slow, server) : server);
      } else {
        keep(id, server.state(), fell, begun);
        climbing.add(server);
      }
    }
    return climbing;
  }

  /** Who is taken out of service while it climbs, or before, begins anew. */
  private void keep(String id, ServerState state, boolean fell, boolean begun) {
    if (state == ServerState.UNKNOWN && begun) {
      since.put(id, before.since().get(id));
    } else if (fell || begun) {
      fallen.add(id);
    }
  }

  private ServerDecision step(String id, SlowStart slow, ServerDecision server) {
    long begun = before.since().getOrDefault(id, nowNanos);
    long end = slow.duration().toNanos();
    if (nowNanos - begun >= end) {
      return server;
    }
    since.put(id, begun);
    look(begun + end);
    look(secondNanos + STEP_NANOS);
    double share = slow.share(secondNanos - begun);
    int whole = ((Placement.At) server.placement()).weight();
    int weight = Math.clamp((long) Math.ceil(whole * share), 1, whole);
    return new ServerDecision(
        server.server(),
        ServerState.STARTING,
        new Placement.At(weight),
        server.because()
            + "; slow start: weight "
            + weight
            + " of "
            + whole
            + ", all of it in "
            + Math.ceilDiv(begun + end - secondNanos, STEP_NANOS)
            + "s",
        server.asked(),
        OptionalInt.of((int) Math.floor(share * 100)));
  }

  private void look(long atNanos) {
    if (nextLookNanos.isEmpty() || atNanos - nextLookNanos.getAsLong() < 0) {
      nextLookNanos = OptionalLong.of(atNanos);
    }
  }

  State after() {
    return new State(fallen, since);
  }

  OptionalLong nextLookNanos() {
    return nextLookNanos;
  }
}
