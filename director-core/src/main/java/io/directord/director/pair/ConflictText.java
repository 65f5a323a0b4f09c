package io.directord.director.pair;

import io.directord.failover.address.OtherHost;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;

/** What another host's use of a held address means, and what to do about it. Pure. */
final class ConflictText {
  private ConflictText() {}

  static String of(InetAddress address, OtherHost by) {
    String text = NetUtil.toAddressString(address);
    return switch (by.kind()) {
      case PEER ->
          "another director of this virtual router uses "
              + text
              + " too: see the role that it has there, and let it drop the address or hear our"
              + " advertisements";
      case REAL_SERVER ->
          "real server "
              + by.name().orElse("")
              + (address instanceof Inet4Address
                  ? " answers ARP for " + text
                  : " answers neighbour solicitations for " + text)
              + "; "
              + ArpText.fix(address);
      case STRANGER ->
          "a host that is neither director nor real server uses "
              + text
              + ": find it by its MAC address and give one of the two another address";
    };
  }
}
