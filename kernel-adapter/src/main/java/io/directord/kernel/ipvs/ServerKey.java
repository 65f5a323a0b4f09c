package io.directord.kernel.ipvs;

import java.net.InetAddress;

/** What identifies a real server within its service. */
public record ServerKey(InetAddress address, int port) {
  public ServerKey {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0..65535, found " + port);
    }
  }

  /** {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}. */
  public String text() {
    return ServiceKey.endpoint(address, port);
  }
}
