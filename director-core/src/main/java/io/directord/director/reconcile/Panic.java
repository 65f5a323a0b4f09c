package io.directord.director.reconcile;

import io.directord.director.config.VirtualService;
import io.directord.director.reconcile.ServerDecision.Placement;
import java.util.List;
import java.util.Optional;

/**
 * Uses all servers again when too few are up: those that are left would be crushed, and it is more
 * likely that the checks are wrong than that so many servers are. Pure.
 *
 * @param up of those that nobody took out of service
 * @param of so many
 */
record Panic(int up, int of) {

  /**
   * Empty when there is none.
   *
   * @param before whether there was one; stays so while servers without a verdict could turn it
   */
  static Optional<Panic> in(VirtualService service, List<ServerDecision> servers, boolean before) {
    int threshold = service.panicPercent();
    if (threshold == 0 || service.lastResort().isPresent()) {
      return Optional.empty();
    }
    int up = 0;
    int undecided = 0;
    int pool = 0;
    for (ServerDecision each : servers) {
      if (each.server().spec().weight() == 0) {
        continue;
      }
      switch (each.state()) {
        case UP, STARTING -> up++;
        case UNKNOWN -> undecided++;
        case DOWN -> pool++;
        case DRAINING, DISABLED -> {}
      }
    }
    pool += up + undecided;
    boolean surely = (long) (up + undecided) * 100 < (long) threshold * pool;
    boolean perhaps = (long) up * 100 < (long) threshold * pool;
    return surely || (perhaps && before) ? Optional.of(new Panic(up, pool)) : Optional.empty();
  }

  List<ServerDecision> all(List<ServerDecision> servers) {
    return servers.stream()
        .map(each -> each.state() == ServerState.DOWN ? used(each) : each)
        .toList();
  }

  private ServerDecision used(ServerDecision down) {
    int weight = down.asked().weight().orElse(down.server().spec().weight());
    return down.placed(new Placement.At(weight), "used all the same: panic, " + text());
  }

  /** Such as {@code 1 of 4 servers up, panic-threshold 50%}. */
  String text(VirtualService service) {
    return text() + ", panic-threshold " + service.panicPercent() + "%";
  }

  private String text() {
    return up + " of " + of + " servers up";
  }
}
