package io.directord.director.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is done to this host beside the IPVS table.
 *
 * @param values in the place of those of the table, by the sysctl's name
 * @param keep sysctls that are left alone, as the table names them
 */
public record HostConfig(
    Sysctls sysctls, Map<String, String> values, Set<String> keep, List<Masquerade> masquerade) {
  public static final HostConfig DEFAULT =
      new HostConfig(Sysctls.REPORT, Map.of(), Set.of(), List.of());

  /** What becomes of a sysctl that differs. */
  public enum Sysctls {
    REPORT,
    APPLY
  }

  /**
   * Real servers whose own connections leave with the address of this host.
   *
   * @param out by which interface
   * @param except destinations that see the real address
   */
  public record Masquerade(Prefix from, String out, List<Prefix> except) {
    public Masquerade {
      except = List.copyOf(except);
      // It stands in rules, where these have a meaning.
      if (!out.matches("[A-Za-z0-9_.@-]{1,15}")) {
        throw new IllegalArgumentException(
            "out must be the name of one interface, found " + Values.quote(out));
      }
      if (except.stream().anyMatch(each -> each.family() != from.family())) {
        throw new IllegalArgumentException("except must be of the family of from, " + from.text());
      }
    }
  }

  public HostConfig {
    values = Map.copyOf(new TreeMap<>(values));
    keep = Set.copyOf(keep);
    masquerade = List.copyOf(masquerade);
  }
}
