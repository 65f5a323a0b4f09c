package io.directord.director.host;

import io.directord.failover.filter.RulesKeeper;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says of {@link HostRules}. */
final class RulesLog implements RulesKeeper.Listener<HostRules> {
  private static final Logger LOG = LoggerFactory.getLogger(RulesLog.class);

  @Override
  public void inForce(HostRules rules, String by) {
    LOG.info(
        "event=host-rules by={} marks={} masquerade={}",
        by,
        rules.markings().size(),
        rules.masquerade().size());
  }

  @Override
  public void gone() {
    LOG.info("event=host-rules-removed because=\"none is configured\"");
  }

  @Override
  public void restored(String by, String because) {
    LOG.warn("event=host-rules-restored by={} because=\"{}\"", by, because);
  }

  @Override
  public void trouble(Optional<String> because) {
    because.ifPresent(each ->
        LOG.error(
            "event=host-rules-refused because=\"{}\" fix=\"install nftables, or iptables; the"
                + " daemon needs CAP_NET_ADMIN\"",
            each));
  }
}
