package io.directord.health.path;

import io.directord.kernel.Family;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * An interface of this node.
 *
 * @param mac absent where frames are not Ethernet's
 */
record OwnLink(int index, String name, Optional<Mac> mac, int mtu, List<Own> addresses) {

  /** An address of this node, and how much of it all hosts of its network have in common. */
  record Own(InetAddress address, int prefixLength) {
    boolean reaches(InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] its = other.getAddress();
      if (mine.length != its.length) {
        return false;
      }
      for (int bit = 0; bit < prefixLength; bit++) {
        int mask = 0x80 >> bit % 8;
        if (((mine[bit / 8] ^ its[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }

    boolean isNetwork() {
      return prefixLength < Family.of(address).hostPrefix();
    }
  }

  OwnLink {
    addresses = List.copyOf(addresses);
  }

  /** Has an address in a network: other hosts know this node by it. */
  boolean isAt(InetAddress address) {
    return addresses.stream().anyMatch(own -> own.isNetwork() && own.address().equals(address));
  }

  boolean has(InetAddress address) {
    return addresses.stream().anyMatch(own -> own.address().equals(address));
  }
}
