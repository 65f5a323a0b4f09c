package io.directord.director.config;

import io.directord.kernel.Family;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A routing rule that is there while its virtual router is active.
 *
 * @param interfaceName that packets come in by
 * @param mark that a firewall gave them
 * @param table where their route is looked up
 * @param priority its place among the rules; 32766 is that of the main table
 */
public record VirtualRule(
    Family family,
    Optional<Prefix> from,
    Optional<Prefix> to,
    Optional<String> interfaceName,
    OptionalLong mark,
    long table,
    long priority) {
  public VirtualRule {
    interfaceName.ifPresent(name -> Names.requireInterface("interface", name));
    if (from.isEmpty() && to.isEmpty() && interfaceName.isEmpty() && mark.isEmpty()) {
      throw new IllegalArgumentException(
          "priority "
              + priority
              + " would take every packet: give from, to, interface or mark, or from = 0.0.0.0/0");
    }
    if (from.map(Prefix::family).orElse(family) != family
        || to.map(Prefix::family).orElse(family) != family) {
      throw new IllegalArgumentException("to must be of the same family as from");
    }
  }

  /** As {@code ip rule} takes it. */
  public String text() {
    StringBuilder text = new StringBuilder("priority " + priority);
    text.append(" from ").append(from.map(Prefix::text).orElse("all"));
    to.ifPresent(prefix -> text.append(" to ").append(prefix.text()));
    interfaceName.ifPresent(name -> text.append(" iif ").append(name));
    mark.ifPresent(number -> text.append(" fwmark ").append(number));
    return text.append(" table ").append(table).toString();
  }
}
