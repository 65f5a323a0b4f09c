package io.directord.failover.arp;

import io.directord.kernel.Family;
import java.net.InetAddress;
import java.util.List;

/**
 * A real server and an address that it serves by direct routing: it has the address, and must not
 * say so.
 *
 * @param names of the server, {@code SERVICE/SERVER}, in each service of that address
 */
public record Watched(Pairing key, List<String> names) {

  /** Which two; services that share both are one. */
  public record Pairing(InetAddress virtual, InetAddress server) {
    public Pairing {
      if (Family.of(virtual) != Family.of(server)) {
        throw new IllegalArgumentException("direct routing keeps to one family");
      }
    }
  }

  public Watched {
    names = List.copyOf(names);
  }

  InetAddress virtual() {
    return key.virtual();
  }

  InetAddress server() {
    return key.server();
  }
}
