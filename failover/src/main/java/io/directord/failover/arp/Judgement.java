package io.directord.failover.arp;

import io.directord.failover.address.VirtualLink;
import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.util.Collection;

/** What is made of a claim to a service's address. Pure. */
sealed interface Judgement {
  /** It is right, or not a real server's. */
  record Nothing() implements Judgement {}

  /** A real server's that should be silent. */
  record Trouble(InetAddress server) implements Judgement {}

  /** A host that nobody knows yet: the kernel may. */
  record WhoIsThat() implements Judgement {}

  /** Where the director is that has the address must be known first: it may be a server too. */
  record WhoOwnsIt() implements Judgement {}

  /**
   * Judges.
   *
   * @param servers of that address
   * @param linkIndex where it was heard
   */
  static Judgement of(
      Claim claim,
      Collection<InetAddress> servers,
      Owner owner,
      Acquaintances known,
      Reach reach,
      int linkIndex) {
    if (isRight(claim.mac(), known, reach)) {
      return new Nothing();
    }
    for (InetAddress server : servers) {
      if (known.is(claim.mac(), server)) {
        return isKnown(owner, known, reach, linkIndex) ? new Trouble(server) : new WhoOwnsIt();
      }
    }
    return known.isAnybody(claim.mac()) ? new Nothing() : new WhoIsThat();
  }

  /** A director's, a virtual router's, or this host's own. */
  static boolean isRight(MacAddress mac, Acquaintances known, Reach reach) {
    return VirtualLink.isVirtual(mac) || known.isDirector(mac) || reach.ownMacs().contains(mac);
  }

  /** A director that is not on this link is none of the hosts that are heard there. */
  static boolean isKnown(Owner owner, Acquaintances known, Reach reach, int linkIndex) {
    return switch (owner) {
      case Owner.Fixed _, Owner.Here _ -> true;
      case Owner.Director(var address) ->
          known.mac(address).isPresent() || reach.way(address, linkIndex).isEmpty();
      case Owner.Undecided _ -> false;
    };
  }
}
