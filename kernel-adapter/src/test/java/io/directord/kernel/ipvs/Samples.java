package io.directord.kernel.ipvs;

import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One change of every kind; each says the same as the command line that it was recorded from. */
final class Samples {
  static final ServiceKey WEB = tcp("10.0.0.1", 80);
  static final ServiceKey WEB6 = tcp("fd00::5", 80);
  static final ServiceKey SIP = new ServiceKey.Address(Protocol.UDP, ip("10.0.0.3"), 5060);
  static final ServiceKey DNS = new ServiceKey.Address(Protocol.UDP, ip("10.0.0.5"), 53);
  static final ServiceKey SCTP = new ServiceKey.Address(Protocol.SCTP, ip("10.0.0.5"), 0);
  static final ServiceKey MARK6 = new ServiceKey.FirewallMark(Family.IPV6, 9);
  static final ServiceKey MARK = new ServiceKey.FirewallMark(Family.IPV4, 4294967295L);

  static final ServiceSpec WEB6_SPEC =
      new ServiceSpec(
          "sh",
          Set.of(SchedulerFlag.FLAG_1, SchedulerFlag.FLAG_2),
          Optional.of(new Persistence(300, 64, Optional.empty())),
          false);
  static final ServiceSpec SIP_SPEC =
      new ServiceSpec(
          "wlc", Set.of(), Optional.of(new Persistence(60, 32, Optional.of("sip"))), true);
  static final ServiceSpec DNS_SPEC =
      new ServiceSpec(
          "mh",
          Set.of(SchedulerFlag.FLAG_2),
          Optional.of(new Persistence(60, 24, Optional.empty())),
          false);
  static final ServiceSpec SCTP_SPEC = persistent("rr", 360, 32);
  static final ServiceSpec MARK_SPEC =
      new ServiceSpec("lc", Set.of(SchedulerFlag.values()), Optional.empty(), false);

  private Samples() {}

  static List<IpvsChange> services() {
    return List.of(
        new IpvsChange.CreateService(WEB, ServiceSpec.of("rr")),
        new IpvsChange.CreateService(WEB6, WEB6_SPEC),
        new IpvsChange.CreateService(SIP, SIP_SPEC),
        new IpvsChange.CreateService(DNS, DNS_SPEC),
        new IpvsChange.CreateService(SCTP, SCTP_SPEC),
        new IpvsChange.CreateService(MARK6, ServiceSpec.of("wrr")),
        new IpvsChange.CreateService(MARK, MARK_SPEC),
        new IpvsChange.UpdateService(WEB, ServiceSpec.of("wlc")),
        new IpvsChange.UpdateService(MARK6, persistent("rr", 7200, 48)));
  }

  static List<IpvsChange> servers() {
    Forwarding.TunnelChecksum none = Forwarding.TunnelChecksum.NONE;
    Forwarding.TunnelChecksum full = Forwarding.TunnelChecksum.FULL;
    Forwarding.TunnelChecksum remote = Forwarding.TunnelChecksum.REMOTE;
    return List.of(
        add(WEB, at("10.0.0.9", 8080), Forwarding.MASQUERADE, 3),
        add(WEB, at("10.0.0.10", 80), Forwarding.DIRECT, 0),
        new IpvsChange.CreateServer(
            WEB, at("10.0.0.11", 80), new ServerSpec(Forwarding.IPIP_TUNNEL, 65535, 1000, 750)),
        add(WEB, at("10.0.0.12", 80), new Forwarding.Tunnel(new Forwarding.Gue(6080, full)), 1),
        add(WEB, at("10.0.0.13", 80), new Forwarding.Tunnel(new Forwarding.Gue(6080, remote)), 1),
        add(WEB, at("10.0.0.14", 80), new Forwarding.Tunnel(new Forwarding.Gue(6080, none)), 1),
        add(WEB, at("10.0.0.15", 80), new Forwarding.Tunnel(new Forwarding.Gre(none)), 1),
        add(WEB, at("10.0.0.16", 80), new Forwarding.Tunnel(new Forwarding.Gre(full)), 1),
        add(WEB, at("fd00::1", 80), Forwarding.IPIP_TUNNEL, 1),
        add(WEB6, at("fd00::9", 80), Forwarding.DIRECT, 5),
        new IpvsChange.CreateServer(
            WEB6, at("fd00::9", 8080), new ServerSpec(Forwarding.MASQUERADE, 5, 10, 0)),
        add(MARK6, at("fd00::a", 0), Forwarding.DIRECT, 1),
        add(MARK, at("10.0.0.20", 0), Forwarding.DIRECT, 1),
        new IpvsChange.UpdateServer(
            WEB, at("10.0.0.9", 8080), new ServerSpec(Forwarding.MASQUERADE, 0, 20, 10)),
        new IpvsChange.DeleteServer(WEB, at("10.0.0.10", 80)),
        new IpvsChange.DeleteServer(MARK6, at("fd00::a", 0)),
        new IpvsChange.DeleteServer(WEB, at("fd00::1", 80)));
  }

  static List<IpvsChange> others() {
    return List.of(
        new IpvsChange.ZeroService(WEB),
        new IpvsChange.ZeroAll(),
        new IpvsChange.SetTimeouts(new Timeouts(901, 121, 301)),
        new IpvsChange.StartSyncDaemon(SyncDaemon.of(SyncDaemon.Role.MASTER, "eth0", 7)),
        new IpvsChange.StartSyncDaemon(
            daemon(SyncDaemon.Role.BACKUP, 8, 1400, "ff02::99", 8850, 3)),
        new IpvsChange.StopSyncDaemon(SyncDaemon.Role.MASTER),
        new IpvsChange.StopSyncDaemon(SyncDaemon.Role.BACKUP),
        new IpvsChange.StartSyncDaemon(
            daemon(SyncDaemon.Role.MASTER, 255, 1400, "224.0.0.99", 8850, 255)),
        new IpvsChange.DeleteService(WEB6),
        new IpvsChange.DeleteService(MARK6),
        new IpvsChange.Flush());
  }

  static ServiceKey tcp(String address, int port) {
    return new ServiceKey.Address(Protocol.TCP, ip(address), port);
  }

  static ServerKey at(String address, int port) {
    return new ServerKey(ip(address), port);
  }

  static IpvsChange add(ServiceKey service, ServerKey server, Forwarding forwarding, int weight) {
    return new IpvsChange.CreateServer(service, server, ServerSpec.of(forwarding, weight));
  }

  static ServiceSpec persistent(String scheduler, int seconds, int prefix) {
    return new ServiceSpec(
        scheduler,
        Set.of(),
        Optional.of(new Persistence(seconds, prefix, Optional.empty())),
        false);
  }

  static SyncDaemon daemon(
      SyncDaemon.Role role, int id, int bytes, String group, int port, int ttl) {
    return new SyncDaemon(
        role,
        "eth0",
        id,
        Optional.of(bytes),
        Optional.of(ip(group)),
        Optional.of(port),
        Optional.of(ttl));
  }

  static InetAddress ip(String address) {
    return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(address), address);
  }
}
