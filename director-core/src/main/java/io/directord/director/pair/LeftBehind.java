package io.directord.director.pair;

import io.directord.director.config.DirectorConfig;
import io.directord.failover.Sweep;

/** What a director of this configuration may have left behind in the kernel. Pure. */
public final class LeftBehind {
  private LeftBehind() {}

  public static Sweep.Belongings of(DirectorConfig config) {
    return new Sweep.Belongings(
        config.routers().stream().flatMap(each -> PairNetwork.addresses(each).stream()).toList(),
        config.routers().stream().flatMap(each -> PairNetwork.routes(each).stream()).toList(),
        config.routers().stream().flatMap(each -> PairNetwork.rules(each).stream()).toList(),
        config.routers().stream().flatMap(each -> PairNetwork.virtualLink(each).stream()).toList());
  }
}
