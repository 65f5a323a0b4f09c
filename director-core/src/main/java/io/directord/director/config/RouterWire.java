package io.directord.director.config;

import java.net.InetAddress;
import java.util.Optional;

/**
 * How a virtual router's advertisements leave this node.
 *
 * @param source their source address; absent means the interface's first, for IPv6 its link-local
 * @param checksum of version 3 over IPv4
 * @param secondInterface another one on which they are sent, and heard too
 */
public record RouterWire(
    Optional<InetAddress> source, Checksum checksum, Optional<String> secondInterface) {

  /** RFC 5798 puts a pseudo header into the checksum; some old routers leave it out. */
  public enum Checksum {
    /** As the peers do, and with one until a peer is heard. */
    LEARNED,
    WITH_PSEUDO_HEADER,
    WITHOUT_PSEUDO_HEADER
  }

  public static final RouterWire DEFAULT =
      new RouterWire(Optional.empty(), Checksum.LEARNED, Optional.empty());

  public RouterWire {
    secondInterface.ifPresent(name -> Names.requireInterface("second-interface", name));
  }
}
