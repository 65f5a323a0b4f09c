package io.directord.director.config;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The sysctls that a director may set, as the operator names them. A star stands for the interfaces
 * in use. Which of them are, and to what, is told elsewhere; a test compares the two.
 */
public final class SysctlNames {
  /** Kept by {@code ipvs.sync.backup-only}. */
  public static final String BACKUP_ONLY = "net.ipv4.vs.backup_only";

  public static final Set<String> KNOWN =
      Set.of(
          "net.ipv4.ip_forward",
          "net.ipv6.conf.all.forwarding",
          "net.ipv4.conf.all.send_redirects",
          "net.ipv4.conf.*.send_redirects",
          "net.ipv4.conf.all.rp_filter",
          "net.ipv4.vs.expire_nodest_conn",
          "net.ipv4.vs.expire_quiescent_template",
          "net.ipv4.vs.sloppy_tcp",
          "net.ipv4.vs.pmtu_disc");

  private static final Pattern EACH =
      Pattern.compile("net\\.ipv4\\.conf\\.([^.*]+)\\.send_redirects");

  private SysctlNames() {}

  /** Also that of one interface. */
  static boolean known(String name) {
    return KNOWN.contains(name) || EACH.matcher(name).matches();
  }
}
