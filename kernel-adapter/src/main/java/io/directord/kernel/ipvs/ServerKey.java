package io.directord.kernel.ipvs;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What identifies a real server within its service. */
public record ServerKey(InetAddress address, int port) {
  public ServerKey {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0..65535, found " + port);
    }
  }

  // By hand: a record's own go through method handles, which C1 does not inline. A plan asks for
  // them a hundred thousand times.
  @Override
  public int hashCode() {
    return 31 * address.hashCode() + port;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServerKey(var itsAddress, var itsPort)
        && port == itsPort
        && address.equals(itsAddress);
  }

  /** {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}. */
  public String text() {
    return ServiceKey.endpoint(address, port);
  }
}
