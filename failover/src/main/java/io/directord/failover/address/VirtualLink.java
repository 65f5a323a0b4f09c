package io.directord.failover.address;

import io.directord.kernel.Family;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.MacAddress;
import java.util.Optional;

/**
 * The interface of a virtual router that has the virtual MAC address (RFC 9568 section 7.3) and
 * gets its addresses. Pure.
 *
 * @param parent that carries its packets, and the advertisements
 */
public record VirtualLink(String name, String parent, MacAddress mac) {
  private static final long PREFIX = 0x0000_5E00_0000L;
  private static final long IPV4 = 0x0100;
  private static final long IPV6 = 0x0200;
  private static final long OF_A_ROUTER = 0xFFFF_FFFF_0000L;

  public static VirtualLink of(String name, String parent, Family family, int vrid) {
    long block = family == Family.IPV4 ? IPV4 : IPV6;
    return new VirtualLink(name, parent, new MacAddress(PREFIX | block | vrid));
  }

  /** Whether that is it, made by us now or in an earlier run. */
  boolean is(Link link) {
    return made(link) && link.mac().equals(Optional.of(mac));
  }

  /** Whether a link of this name may be taken away: it is some virtual router's. */
  boolean made(Link link) {
    return link.name().equals(name)
        && link.kind().equals(Optional.of("macvlan"))
        && link.mac().filter(VirtualLink::isVirtual).isPresent();
  }

  /** Whether this is some virtual router's. */
  public static boolean isVirtual(MacAddress mac) {
    long block = mac.bits() & 0xFF00;
    return (mac.bits() & OF_A_ROUTER) == PREFIX && (block == IPV4 || block == IPV6);
  }
}
