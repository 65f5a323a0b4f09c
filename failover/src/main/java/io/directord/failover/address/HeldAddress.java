package io.directord.failover.address;

import io.directord.kernel.link.AddressSpec;
import io.directord.kernel.link.Scope;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * An address that belongs to a virtual router.
 *
 * @param device the interface that gets it
 * @param label IPv4 only, an alias for old tools
 */
public record HeldAddress(
    InetAddress address, int prefixLength, String device, Optional<String> label, Scope scope) {

  /** Tells the kernel who added an address ({@code IFA_PROTO}); the number is that of VRRP. */
  public static final int TAG = 112;

  private static final int IPV4_BITS = 32;

  /** Whether the kernel ties it to other IPv4 addresses of the same interface. */
  public boolean inSubnet() {
    return address instanceof Inet4Address && prefixLength < IPV4_BITS;
  }

  /** {@code 192.0.2.10/24}. */
  public String text() {
    return NetUtil.toAddressString(address) + "/" + prefixLength;
  }

  /**
   * What the kernel is asked for.
   *
   * @param lease after which it goes away unless asked for again; empty: stays
   */
  AddressSpec spec(Optional<Duration> lease) {
    boolean ipv6 = address instanceof Inet6Address;
    long valid = lease.map(Duration::toSeconds).orElse(AddressSpec.FOREVER);
    // A single IPv6 address is never a source of our own: RFC 6724 would prefer it to the host's.
    long preferred = ipv6 && prefixLength == 128 ? 0 : valid;
    return new AddressSpec(
        address,
        prefixLength,
        scope,
        ipv6 ? Optional.empty() : label,
        ipv6,
        false,
        Optional.of(TAG),
        preferred,
        valid);
  }
}
