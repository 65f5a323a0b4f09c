package io.directord.director.config;

import java.net.InetSocketAddress;

/** Where status, metrics and console are served, read-only. */
public record HttpConfig(InetSocketAddress listen) {
  public static final int PORT = 9113;
  public static final HttpConfig DEFAULT =
      new HttpConfig(new InetSocketAddress(Addresses.loopback(), PORT));

  public HttpConfig {
    if (listen.isUnresolved()) {
      throw new IllegalArgumentException("listen must be an address, found a name");
    }
  }
}
