package io.directord.kernel.ipvs;

import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What identifies a virtual service in the kernel; two services never share a key. */
public sealed interface ServiceKey {

  Family family();

  /** As {@code ipvsadm} takes it: {@code -t 192.0.2.10:80}, {@code -f 7 -6}. */
  String ipvsadm();

  /** As people write it: {@code tcp 192.0.2.10:80}, {@code firewall-mark 7 (IPv6)}. */
  String text();

  /** A service at an address. Port 0 means every port, and needs persistence. */
  record Address(Protocol protocol, InetAddress address, int port) implements ServiceKey {
    public Address {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port must be 0..65535, found " + port);
      }
    }

    // By hand, as in ServerKey.
    @Override
    public int hashCode() {
      return 31 * (31 * address.hashCode() + port) + protocol.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Address(var itsProtocol, var itsAddress, var itsPort)
          && port == itsPort
          && protocol == itsProtocol
          && address.equals(itsAddress);
    }

    @Override
    public Family family() {
      return Family.of(address);
    }

    @Override
    public String ipvsadm() {
      String option =
          switch (protocol) {
            case TCP -> "-t ";
            case UDP -> "-u ";
            case SCTP -> "--sctp-service ";
          };
      return option + endpoint(address, port);
    }

    @Override
    public String text() {
      return protocol.text() + " " + endpoint(address, port);
    }
  }

  /** A service for packets that a firewall rule marked; the mark is an unsigned 32 bit number. */
  record FirewallMark(Family family, long mark) implements ServiceKey {
    public FirewallMark {
      if (mark < 1 || mark > 0xFFFF_FFFFL) {
        throw new IllegalArgumentException("firewall mark must be 1..4294967295, found " + mark);
      }
    }

    @Override
    public String ipvsadm() {
      return "-f " + mark + (family == Family.IPV6 ? " -6" : "");
    }

    @Override
    public String text() {
      return "firewall-mark " + mark + (family == Family.IPV6 ? " (IPv6)" : "");
    }
  }

  /** {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}. */
  static String endpoint(InetAddress address, int port) {
    String host = NetUtil.toAddressString(address);
    return Family.of(address) == Family.IPV6 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
