package io.directord.health;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What the kernel is told of a probe's way.
 *
 * @param source address that it comes from; empty leaves it to the kernel
 * @param mark of its packets ({@code SO_MARK}); 0 for none
 * @param device that it leaves by ({@code SO_BINDTODEVICE}); empty leaves it to the kernel
 */
public record Route(Optional<InetAddress> source, int mark, Optional<String> device) {
  public static final Route ANY = new Route(Optional.empty(), 0, Optional.empty());
}
