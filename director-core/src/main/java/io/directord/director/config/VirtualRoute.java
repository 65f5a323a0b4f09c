package io.directord.director.config;

import io.directord.kernel.Family;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A route that is there while its virtual router is active.
 *
 * @param device absent means the one that leads to {@code via}
 * @param table 254 is the main one
 * @param metric absent means the kernel's default
 */
public record VirtualRoute(
    Prefix to,
    Optional<InetAddress> via,
    Optional<String> device,
    Optional<InetAddress> source,
    long table,
    OptionalLong metric) {
  /** {@code RT_TABLE_MAIN}, {@code linux/rtnetlink.h}. */
  public static final long TABLE_MAIN = 254;

  public VirtualRoute {
    device.ifPresent(name -> Names.requireInterface("dev", name));
    if (via.isEmpty() && device.isEmpty()) {
      throw new IllegalArgumentException("to " + to.text() + " leads nowhere: give via or dev");
    }
    requireFamily("via", to.family(), via);
    requireFamily("source", to.family(), source);
  }

  /** As {@code ip route} takes it. */
  public String text() {
    StringBuilder text = new StringBuilder(to.length() == 0 ? "default" : to.text());
    via.ifPresent(address -> text.append(" via ").append(Addresses.text(address)));
    device.ifPresent(name -> text.append(" dev ").append(name));
    source.ifPresent(address -> text.append(" src ").append(Addresses.text(address)));
    if (table != TABLE_MAIN) {
      text.append(" table ").append(table);
    }
    metric.ifPresent(number -> text.append(" metric ").append(number));
    return text.toString();
  }

  private static void requireFamily(String key, Family family, Optional<InetAddress> address) {
    if (address.isPresent() && Family.of(address.get()) != family) {
      throw new IllegalArgumentException(
          key
              + " must be of the same family as to, found "
              + Values.quote(Addresses.text(address.get())));
    }
  }
}
