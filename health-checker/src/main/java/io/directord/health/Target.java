package io.directord.health;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One thing to probe; equal targets share one probe, whoever asked for them.
 *
 * @param weights how what it says of its weight is passed on
 */
public record Target(Endpoint endpoint, Check check, Timing timing, WeightRule weights) {

  public Target(Endpoint endpoint, Check check, Timing timing) {
    this(endpoint, check, timing, WeightRule.DEFAULT);
  }

  /** Asked plainly. */
  public Target(InetSocketAddress address, Check check, Timing timing) {
    this(Endpoint.plain(address), check, timing);
  }

  // By hand: targets are looked for by the thousand, and mostly differ by their address.
  @Override
  public int hashCode() {
    return endpoint.address().hashCode();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Target(var itsEndpoint, var itsCheck, var itsTiming, var itsWeights)
            && address().equals(itsEndpoint.address())
            && endpoint.equals(itsEndpoint)
            && check.equals(itsCheck)
            && timing.equals(itsTiming)
            && weights.equals(itsWeights));
  }

  public InetSocketAddress address() {
    return endpoint.address();
  }
}
