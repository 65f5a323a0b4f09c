package io.directord.health;

import java.net.InetSocketAddress;

/** One thing to probe; equal targets share one probe, whoever asked for them. */
public record Target(InetSocketAddress address, Check check, Timing timing) {
  public Target {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("a target needs an address, found " + address);
    }
  }
}
