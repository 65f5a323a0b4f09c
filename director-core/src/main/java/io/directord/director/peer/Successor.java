package io.directord.director.peer;

import io.directord.director.peer.PeerView.Configuration;
import io.directord.failover.peer.NameHash;
import io.directord.failover.peer.Report;
import io.directord.failover.vrrp.Role;
import java.util.List;
import java.util.Optional;

/**
 * Whether some other director would serve as well, if it took a virtual router.
 *
 * @param node the first that would not
 * @param because in words
 */
public record Successor(String node, String because) {

  /**
   * Empty when one of them would, or when nothing is known of any.
   *
   * @param up servers that are up here
   */
  static Optional<Successor> unfit(List<PeerView> peers, String router, int up) {
    Optional<Successor> first = Optional.empty();
    for (PeerView peer : peers) {
      Optional<String> because = because(peer, router, up);
      if (because.isEmpty()) {
        return Optional.empty();
      }
      first = first.or(() -> Optional.of(new Successor(peer.node(), because.get())));
    }
    return first;
  }

  private static Optional<String> because(PeerView peer, String router, int up) {
    Report report = peer.report();
    if (!peer.heard()) {
      return Optional.of(peer.problem().orElse("it is silent"));
    }
    boolean faulty =
        report.routers().stream()
            .anyMatch(each -> each.router() == NameHash.of(router) && each.role() == Role.FAULT);
    if (faulty) {
      return Optional.of("this virtual router is in fault there");
    }
    if (!report.ready()) {
      return Optional.of(
          "its checks have not all spoken, or its kernel is not in step with its configuration");
    }
    if (peer.configuration() == Configuration.OLDER) {
      return Optional.of(peer.problem().orElse("it has an older configuration"));
    }
    return report.up() * 2 < up
        ? Optional.of("it sees " + report.up() + " servers up, here " + up + " are")
        : Optional.empty();
  }
}
