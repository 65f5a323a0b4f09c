package io.directord.health;

import java.net.InetSocketAddress;

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

  public InetSocketAddress address() {
    return endpoint.address();
  }
}
