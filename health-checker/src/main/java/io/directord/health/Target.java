package io.directord.health;

import java.net.InetSocketAddress;

/** One thing to probe; equal targets share one probe, whoever asked for them. */
public record Target(Endpoint endpoint, Check check, Timing timing) {

  /** Asked plainly. */
  public Target(InetSocketAddress address, Check check, Timing timing) {
    this(Endpoint.plain(address), check, timing);
  }

  public InetSocketAddress address() {
    return endpoint.address();
  }
}
