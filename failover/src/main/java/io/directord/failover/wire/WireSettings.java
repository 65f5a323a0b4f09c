package io.directord.failover.wire;

import io.directord.kernel.Family;
import java.net.InetAddress;
import java.util.List;

/**
 * How one virtual router's advertisements are written and which are believed.
 *
 * @param intervalNanos our own: version 2 believes no other
 * @param peers empty means multicast; otherwise only these are believed
 * @param addresses what ours carry, in this order, as far as one packet takes them
 */
public record WireSettings(
    Family family,
    int version,
    int vrid,
    long intervalNanos,
    List<InetAddress> peers,
    List<InetAddress> addresses,
    Authentication authentication,
    ChecksumForm checksum,
    int mtu) {
  /** Whether the checksum of version 3 over IPv4 covers a pseudo header (RFC 5798) or not. */
  public enum ChecksumForm {
    /** With one until a peer is heard that does without, then as the peer does. */
    LEARNED,
    WITH_PSEUDO_HEADER,
    WITHOUT_PSEUDO_HEADER
  }

  public WireSettings {
    peers = List.copyOf(peers);
    addresses = List.copyOf(addresses);
    require(version == 2 || version == 3, "version must be 2 or 3", version);
    require(vrid >= 1 && vrid <= 255, "vrid must be 1..255", vrid);
    long unit = version == 2 ? 1_000_000_000L : 10_000_000L;
    long units = intervalNanos / unit;
    require(
        units >= 1 && units <= (version == 2 ? 255 : 4095) && units * unit == intervalNanos,
        "the interval must be 1..255 s in version 2, 10..40950 ms in tens in version 3",
        intervalNanos);
    require(
        version == 2 || !(authentication instanceof Authentication.Pass),
        "passwords are of version 2",
        version);
    require(
        (version == 2 && family == Family.IPV4) || !(authentication instanceof Authentication.Ah),
        "AH is of version 2 over IPv4",
        version);
    Family of = family;
    require(
        addresses.stream().allMatch(each -> Family.of(each) == of)
            && peers.stream().allMatch(each -> Family.of(each) == of),
        "peers and addresses must be of the family",
        addresses.size());
  }

  private static void require(boolean right, String rule, long found) {
    if (!right) {
      throw new IllegalArgumentException(rule + ", found " + found);
    }
  }

  public boolean unicast() {
    return !peers.isEmpty();
  }
}
