package io.directord.director.config;

import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Protocol;
import io.netty.util.NetUtil;
import java.net.InetAddress;

/**
 * Packets that get the mark of their service.
 *
 * @param low the first port; 0 for all of them
 * @param high the last port; 0 for all of them
 */
public record MarkedTraffic(Protocol protocol, InetAddress address, int low, int high) {
  private static final int PORT_MAX = 65_535;

  public MarkedTraffic {
    if (low < 0 || high > PORT_MAX || low > high || (low == 0 && high != 0)) {
      throw new IllegalArgumentException(
          "a range of ports must rise within 1..65535, found " + low + "-" + high);
    }
  }

  public boolean everyPort() {
    return high == 0;
  }

  /** Whether some packet is of both. */
  public boolean overlaps(MarkedTraffic other) {
    return protocol == other.protocol
        && address.equals(other.address)
        && (everyPort() || other.everyPort() || (low <= other.high && other.low <= high));
  }

  /** {@code tcp 192.0.2.10:80}. */
  public String text() {
    String host = NetUtil.toAddressString(address);
    String ports = everyPort() ? "0" : low == high ? "" + low : low + "-" + high;
    return protocol.text()
        + " "
        + (Family.of(address) == Family.IPV6 ? "[" + host + "]" : host)
        + ":"
        + ports;
  }
}
