package io.directord.director;

import io.directord.failover.RoutersView.RouterView;
import io.directord.failover.vrrp.Role;
import io.netty.util.NetUtil;
import java.util.Optional;

/**
 * Whether a virtual router should be handed over. Advertisements say little of a node that waits:
 * it is silent by design (RFC 9568, 6.4.2), and one that left and one that stepped back have both
 * said priority 0. So what is refused is what this node knows to be wrong; the addresses are held
 * until a successor is heard in any case. Pure.
 */
final class SwitchoverGuard {
  private SwitchoverGuard() {}

  /**
   * What the other node says of itself, beside advertisements.
   *
   * @param ready it would take the router
   * @param because in words, if it would not
   */
  record PeerReport(String node, boolean ready, String because) {}

  /** Why not, in one sentence that begins with the router; empty when nothing stands against it. */
  static Optional<String> refusal(RouterView router, Optional<PeerReport> peer) {
    String subject = "virtual router \"" + router.name() + "\"";
    if (router.shadow().isPresent()) {
      return Optional.of(subject + ": a shadow director holds nothing that it could hand over");
    }
    if (router.role() != Role.ACTIVE) {
      return Optional.empty();
    }
    if (router.rival().isPresent()) {
      return Optional.of(
          subject
              + ": "
              + NetUtil.toAddressString(router.rival().get().address())
              + " is active too (split brain), so what it would do cannot be told; find out why the"
              + " two do not hear each other first");
    }
    return peer.filter(report -> !report.ready())
        .map(report ->
            subject + ": " + report.node() + " is not ready to take it: " + report.because());
  }
}
