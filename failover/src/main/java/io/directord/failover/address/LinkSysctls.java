package io.directord.failover.address;

import java.util.List;
import java.util.Optional;

/**
 * What the kernel must be told so that the addresses of a virtual link are answered for with its
 * MAC address, and by nobody else ({@code Documentation/networking/ip-sysctl.rst}). Pure.
 */
public final class LinkSysctls {
  /**
   * One of them.
   *
   * @param path below {@code /proc/sys}
   */
  public record Sysctl(String path, String value) {}

  /** Is stronger than what a link says; it is the host's, so it is left alone. */
  public static final String STRICT = "net/ipv4/conf/all/rp_filter";

  private LinkSysctls() {}

  /** What a value of {@link #STRICT} means for the links. */
  public static Optional<String> complaint(String value) {
    return value.equals("1")
        ? Optional.of(
            "net.ipv4.conf.all.rp_filter is 1: packets to addresses behind a virtual MAC address"
                + " are dropped; set it to 0 or 2")
        : Optional.empty();
  }

  /** Of the link itself, before it is set up, and of the interface below. */
  public static List<Sysctl> of(VirtualLink link) {
    return List.of(
        ipv4(link.name(), "arp_ignore", "1"),
        ipv4(link.name(), "accept_local", "1"),
        ipv4(link.name(), "rp_filter", "0"),
        ofSubnet(link.name()),
        // Both nodes have a link of this MAC: addresses made of it would be duplicates.
        ipv6(link.name(), "addr_gen_mode", "1"),
        ipv6(link.name(), "accept_ra", "0"),
        ipv4(link.parent(), "arp_ignore", "1"),
        ipv4(link.parent(), "arp_filter", "1"));
  }

  /**
   * Of an interface with a subnet: else the first address of the subnet that goes takes all others
   * along, those of other people too.
   */
  public static Sysctl ofSubnet(String link) {
    return ipv4(link, "promote_secondaries", "1");
  }

  private static Sysctl ipv4(String link, String key, String value) {
    return new Sysctl("net/ipv4/conf/" + link + "/" + key, value);
  }

  private static Sysctl ipv6(String link, String key, String value) {
    return new Sysctl("net/ipv6/conf/" + link + "/" + key, value);
  }
}
