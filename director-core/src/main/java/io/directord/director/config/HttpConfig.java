package io.directord.director.config;

import java.net.InetSocketAddress;

/**
 * Where status, metrics and console are served, read-only.
 *
 * @param checkMetrics whether each check of each server has a series of its own
 */
public record HttpConfig(InetSocketAddress listen, boolean checkMetrics) {
  public static final int PORT = 9113;
  public static final HttpConfig DEFAULT =
      new HttpConfig(new InetSocketAddress(Addresses.loopback(), PORT), false);

  public HttpConfig {
    if (listen.isUnresolved()) {
      throw new IllegalArgumentException("listen must be an address, found a name");
    }
  }
}
