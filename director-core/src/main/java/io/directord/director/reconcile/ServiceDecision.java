package io.directord.director.reconcile;

import io.directord.director.config.VirtualService;
import java.util.List;
import java.util.Optional;

/**
 * What is to become of one configured service.
 *
 * @param lastResort present while it serves instead of the others
 * @param panic present while servers that are down are used too: how few are up
 */
public record ServiceDecision(
    VirtualService service,
    List<ServerDecision> servers,
    boolean quorumHeld,
    Optional<ServerDecision> lastResort,
    Optional<String> panic) {

  /** How many servers get new connections. */
  public int inService() {
    return (int) servers.stream().filter(ServerDecision::serves).count();
  }
}
