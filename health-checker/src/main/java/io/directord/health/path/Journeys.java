package io.directord.health.path;

import io.directord.health.path.Journey.Plan;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out how this node can ask a server as a client of a virtual address would. Pure.
 *
 * @param virtual all virtual addresses of the check, none of which is this node's own
 * @param toServer the address that the kernel would send from to the server
 * @param toVirtual the same to the virtual address
 */
record Journeys(
    List<OwnLink> links,
    InetAddress server,
    Set<InetAddress> virtual,
    Optional<InetAddress> toServer,
    Optional<InetAddress> toVirtual) {

  Plan plan(PathMethod method, InetAddress address) {
    if (links.stream().anyMatch(link -> link.has(server)) || server.isLoopbackAddress()) {
      return new Plan.Here();
    }
    return switch (method) {
      case PathMethod.Direct _ -> direct();
      case PathMethod.Masquerade _ -> masquerade(address);
      case PathMethod.Tunnel _ -> tunnel();
    };
  }

  private Plan direct() {
    Optional<OwnLink> link = network();
    if (link.isEmpty()) {
      return impossible(
          text(server) + " is in no network of this node, which direct forwarding needs");
    }
    return beside(link.get(), source -> new Journey(link.get(), source, link.get(), source, false));
  }

  /** The source is off the server's network, so that the answer goes to the server's gateway. */
  private Plan masquerade(InetAddress address) {
    Optional<OwnLink> link = network();
    if (link.isEmpty()) {
      return impossible(
          text(server) + " is in no network of this node, so its gateway cannot be this node");
    }
    boolean active = links.stream().anyMatch(each -> each.has(address));
    Optional<InetAddress> source = active ? Optional.of(address) : toVirtual;
    if (source.filter(from -> !isNear(from)).isEmpty()) {
      return impossible(
          "this node has no address outside of the network of " + text(server) + " to ask from");
    }
    Optional<OwnLink> hears = active ? link : owner(source.get());
    if (hears.isEmpty()) {
      return impossible("no interface has " + text(source.get()));
    }
    return beside(
        link.get(), own -> new Journey(link.get(), source.get(), hears.get(), own, !active));
  }

  private Plan tunnel() {
    Optional<OwnLink> link = toServer.flatMap(this::owner);
    if (link.isEmpty()) {
      return impossible("this node has no route to " + text(server));
    }
    if (virtual.contains(toServer.get())) {
      return impossible("this node would ask " + text(server) + " from the virtual address itself");
    }
    return ethernet(
        link.get(), new Journey(link.get(), toServer.get(), link.get(), toServer.get(), false));
  }

  private interface Making {
    Journey from(InetAddress own);
  }

  /** From an address in the server's network that is this node's own. */
  private Plan beside(OwnLink link, Making making) {
    Optional<InetAddress> own =
        toServer
            .filter(link::has)
            .filter(from -> !virtual.contains(from))
            .or(() ->
                link.addresses().stream()
                    .filter(each -> each.isNetwork() && each.reaches(server))
                    .map(OwnLink.Own::address)
                    .filter(each -> !virtual.contains(each))
                    .findFirst());
    if (own.isEmpty()) {
      return impossible(
          "this node has no address of its own on "
              + link.name()
              + " in the network of "
              + text(server));
    }
    return ethernet(link, making.from(own.get()));
  }

  private static Plan ethernet(OwnLink link, Journey journey) {
    if (link.mac().isEmpty() || journey.hears().mac().isEmpty()) {
      return impossible(link.name() + " is no Ethernet interface");
    }
    return new Plan.Found(journey);
  }

  /** The interface with the smallest network that the server is in, if need be the kernel's. */
  private Optional<OwnLink> network() {
    Optional<OwnLink> best = Optional.empty();
    int bestLength = -1;
    for (OwnLink link : links) {
      for (OwnLink.Own own : link.addresses()) {
        boolean better =
            own.prefixLength() > bestLength
                || (own.prefixLength() == bestLength && toServer.filter(link::has).isPresent());
        if (own.isNetwork() && own.reaches(server) && better) {
          best = Optional.of(link);
          bestLength = own.prefixLength();
        }
      }
    }
    return best;
  }

  /** Whether the server would answer there without its gateway. */
  private boolean isNear(InetAddress source) {
    return links.stream()
        .flatMap(link -> link.addresses().stream())
        .anyMatch(own -> own.isNetwork() && own.reaches(server) && own.reaches(source));
  }

  private Optional<OwnLink> owner(InetAddress address) {
    return links.stream().filter(link -> link.has(address)).findFirst();
  }

  private static Plan impossible(String why) {
    return new Plan.Impossible(why);
  }

  private static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }
}
