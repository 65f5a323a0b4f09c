package io.directord.failover.arp;

import io.directord.failover.address.ArpPacket;
import io.directord.failover.address.NeighborMessage;
import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What a frame says: this address is at this MAC address, and whoever hears it may believe it.
 * Pure.
 */
record Claim(InetAddress address, MacAddress mac, Sign sign) {

  /** Empty for what claims nothing (RFC 5227 section 2.1.1). */
  static Optional<Claim> of(ArpPacket arp) {
    return switch (arp.meaning()) {
      case PROBE -> Optional.empty();
      case ANNOUNCEMENT -> claim(arp, Sign.ANNOUNCES);
      case REQUEST -> claim(arp, Sign.ASKS);
      case REPLY -> claim(arp, Sign.ANSWERS);
    };
  }

  private static Optional<Claim> claim(ArpPacket arp, Sign sign) {
    return Optional.of(new Claim(arp.sender(), arp.senderMac(), sign));
  }

  /** Duplicate address detection claims its target: who has it would give it up. */
  static Claim of(NeighborMessage message) {
    Sign sign =
        message.kind() == NeighborMessage.Kind.SOLICITATION && !message.isProbe()
            ? Sign.ASKS
            : message.solicited() ? Sign.ANSWERS : Sign.ANNOUNCES;
    return new Claim(message.contested(), message.claimedMac(), sign);
  }
}
