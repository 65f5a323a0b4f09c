package io.directord.director.host;

import static io.directord.director.host.SysctlRow.advised;
import static io.directord.director.host.SysctlRow.required;
import static io.directord.director.host.SysctlRow.shown;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.HostConfig;
import io.directord.director.config.SysctlNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which sysctls matter to which use, and why: {@code Documentation/networking/ipvs-sysctl.rst} and
 * {@code ip-sysctl.rst}. docs/host.md holds the same table. Pure.
 */
public final class SysctlTable {
  private static final String FORWARD4 = "net.ipv4.ip_forward";
  private static final String FORWARD6 = "net.ipv6.conf.all.forwarding";
  private static final String REDIRECTS_ALL = "net.ipv4.conf.all.send_redirects";
  private static final String REDIRECTS_EACH = "net.ipv4.conf.*.send_redirects";
  private static final String VS = "net.ipv4.vs.";

  /** In the order in which they are set. */
  static final List<SysctlRow> ROWS = rows();

  private SysctlTable() {}

  private static List<SysctlRow> rows() {
    List<SysctlRow> rows = new ArrayList<>();
    rows.addAll(forwarding());
    rows.addAll(redirects());
    rows.addAll(balancing());
    rows.addAll(shownOnly());
    return List.copyOf(rows);
  }

  private static List<SysctlRow> forwarding() {
    String answers = "what real servers answer comes in here for other hosts and must be forwarded";
    String theirs = "connections of real servers to the world must be forwarded";
    String routes =
        "; an interface that learns its routes by advertisement then needs accept_ra = 2";
    return List.of(
        required(Use.MASQUERADE_IPV4, FORWARD4, "1", "2.4", answers),
        required(Use.OUTBOUND_IPV4, FORWARD4, "1", "2.4", theirs),
        shown(Use.DIRECT, FORWARD4, "2.4", "IPVS sends by itself; 1 is not needed"),
        shown(Use.TUNNEL, FORWARD4, "2.4", "IPVS sends by itself; 1 is not needed"),
        required(Use.MASQUERADE_IPV6, FORWARD6, "1", "2.6", answers + routes),
        required(Use.OUTBOUND_IPV6, FORWARD6, "1", "2.6", theirs + routes));
  }

  private static List<SysctlRow> redirects() {
    String around =
        "a host that forwards tells its neighbours of shorter ways, which lead around the director";
    String client =
        "real servers are told that the client is their neighbour, and answer it directly, with"
            + " addresses that it does not know";
    List<SysctlRow> rows = new ArrayList<>();
    for (String name : List.of(REDIRECTS_ALL, REDIRECTS_EACH)) {
      rows.add(required(Use.MASQUERADE_ON_ONE_INTERFACE, name, "0", "2.4", client));
      rows.add(advised(Use.MASQUERADE_IPV4, name, "0", "2.4", around));
      rows.add(advised(Use.DIRECT, name, "0", "2.4", around));
    }
    rows.add(
        new SysctlRow(
            Use.VIRTUAL_MAC,
            Need.REQUIRED,
            "net.ipv4.conf.all.rp_filter",
            "2",
            List.of("0"),
            "2.4",
            "1 drops what comes in for addresses behind a virtual MAC address"));
    return rows;
  }

  private static List<SysctlRow> balancing() {
    return List.of(
        advised(
            Use.REMOVAL,
            VS + "expire_nodest_conn",
            "1",
            "2.6",
            "connections to a server that was removed end at once; with 0 their packets are"
                + " dropped until they time out"),
        advised(
            Use.QUIESCENT_PERSISTENCE,
            VS + "expire_quiescent_template",
            "1",
            "2.6",
            "a client that was at a server of weight 0 comes to another one; with 0 it goes back"
                + " to the one that is down"),
        advised(
            Use.HASH_WITHOUT_SYNC,
            VS + "sloppy_tcp",
            "1",
            "3.11",
            "connections that the other director began are taken up in their midst, and the hash"
                + " finds their server; with 0 they wait for a SYN that never comes"),
        advised(
            Use.TUNNEL,
            VS + "pmtu_disc",
            "1",
            "3.7",
            "who sends what is too large for the tunnel is told so; with 0 it goes in fragments"));
  }

  private static List<SysctlRow> shownOnly() {
    return List.of(
        shown(
            Use.ANY,
            VS + "conntrack",
            "2.6.37",
            "1 only for rules about the connections of balanced traffic; marks and"
                + " host.masquerade of directord need none"),
        shown(
            Use.FTP_HELPER,
            VS + "conntrack",
            "2.6.37",
            "connections of the helper are tracked either way"),
        shown(
            Use.ANY,
            VS + "conn_reuse_mode",
            "4.1",
            "1 schedules a client's port that comes again; before Linux 5.9 and with conntrack = 1"
                + " that costs the client a second"),
        shown(
            Use.ANY,
            VS + "run_estimation",
            "5.16",
            "0 spares the work for rates (ipvsadm --rate), which directord does not read"),
        shown(
            Use.MASQUERADE_IPV4,
            VS + "nat_icmp_send",
            "2.6",
            "1 answers real servers by ICMP where no connection is known"),
        shown(
            Use.HASH_WITHOUT_SYNC,
            VS + "schedule_icmp",
            "4.4",
            "1 sends ICMP about connections that are not known where the hash points to"),
        shown(
            Use.TUNNEL,
            VS + "ignore_tunneled",
            "4.4",
            "1 where a real server of the other director is this host"),
        shown(
            Use.SYNC,
            VS + "sync_threshold",
            "2.6",
            "3 50 tells the other director of a connection at its third packet: one that is idle"
                + " before is not known there"),
        shown(
            Use.SYNC,
            SysctlNames.BACKUP_ONLY,
            "3.9",
            "kept by ipvs.sync.backup-only, whatever host.sysctls says"));
  }

  /**
   * What this configuration asks of this host; each sysctl once, as the strongest need has it.
   *
   * @param interfaces of this host, but for its loopback
   */
  public static List<WantedSysctl> of(DirectorConfig config, Collection<String> interfaces) {
    HostConfig host = config.host();
    Map<String, WantedSysctl> wanted = new LinkedHashMap<>();
    Set<String> used = used(config, interfaces);
    Set<Use> uses = EnumSet.allOf(Use.class);
    uses.removeIf(use -> !use.in(config));
    for (SysctlRow row : ROWS) {
      if (!uses.contains(row.use())) {
        continue;
      }
      for (String name : names(row, used)) {
        if (!kept(host, row.name(), name)) {
          wanted.merge(name, WantedSysctl.of(row, name), WantedSysctl::stronger);
        }
      }
    }
    host.values().forEach((name, value) -> wanted.put(name, WantedSysctl.configured(name, value)));
    return List.copyOf(wanted.values());
  }

  /** Those that carry balanced traffic as far as the configuration tells; else all. */
  private static Set<String> used(DirectorConfig config, Collection<String> interfaces) {
    Set<String> named = new TreeSet<>();
    config.routers().forEach(router -> named.add(router.interfaceName()));
    config.host().masquerade().forEach(each -> named.add(each.out()));
    return config.routers().isEmpty() ? new TreeSet<>(interfaces) : named;
  }

  private static List<String> names(SysctlRow row, Set<String> interfaces) {
    if (!row.name().contains(SysctlRow.EACH_INTERFACE)) {
      return List.of(row.name());
    }
    return interfaces.stream()
        .map(each -> row.name().replace(SysctlRow.EACH_INTERFACE, each.replace('.', '/')))
        .toList();
  }

  private static boolean kept(HostConfig host, String pattern, String name) {
    return host.keep().contains(pattern) || host.keep().contains(name);
  }
}
