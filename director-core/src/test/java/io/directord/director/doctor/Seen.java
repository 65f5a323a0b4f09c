package io.directord.director.doctor;

import com.typesafe.config.ConfigFactory;
import io.directord.director.Configs;
import io.directord.director.config.DirectorConfig;
import io.directord.director.doctor.Observed.Clock;
import io.directord.director.doctor.Observed.Ruleset;
import io.directord.director.host.KernelModules;
import io.directord.director.host.SysctlState;
import io.directord.director.host.SysctlTable;
import io.directord.director.host.WantedSysctl;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.Scope;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A node that is in order, to be spoilt in one place. */
final class Seen {
  static final Instant LOADED = Instant.parse("2026-01-01T00:00:00Z");
  static final String PAIR =
      """
      virtual-routers { public { interface = eth0, vrid = 51, addresses = [192.0.2.10/24] } }
      virtual-services { web { address = "192.0.2.10:80", forwarding = masquerade
        real-servers = [ { name = a, address = 10.0.0.9 } ] } }
      """;

  DirectorConfig config;
  Set<String> loaded = Set.of("ip_vs", "ip_vs_wlc");
  Optional<Set<String>> present = Optional.of(Set.of("ip_vs", "ip_vs_wlc", "ip_vs_ftp"));
  boolean daemon = true;
  OptionalLong capabilities = OptionalLong.of(-1);
  OptionalLong openFiles = OptionalLong.of(65_536);
  OptionalLong locked = OptionalLong.of(Long.MAX_VALUE);
  final Map<String, String> sysctls = new java.util.HashMap<>();
  final List<Link> links = new ArrayList<>();
  final List<Address> addresses = new ArrayList<>();
  Clock clock = Clock.SYNCHRONISED;
  String status =
      """
      { "version": "1", "kernel": { "inStep": true },
        "config": { "file": "/etc/d.conf", "generation": 4,
          "lastReload": { "at": "2026-01-01T00:00:00Z", "result": "applied" } },
        "routers": [ { "name": "public", "role": "backup",
          "active": { "address": "192.0.2.2" }, "advertisements": { "received": 5 } } ] }
      """;
  Instant changed = LOADED.minusSeconds(1);
  Set<String> programs = Set.of("nft");
  final List<Ruleset> rulesets = new ArrayList<>();

  Seen(String body) {
    config = Configs.director(body);
    links.add(link(1, "lo", true, true, true));
    links.add(link(2, "eth0", true, true, false));
    give(1, "127.0.0.1");
    give(2, "192.0.2.3");
  }

  static Link link(int index, String name, boolean up, boolean running, boolean loopback) {
    return new Link(index, name, 1500, up, running, loopback, Optional.empty(), Optional.empty());
  }

  void give(int link, String address) {
    addresses.add(
        new Address(
            link,
            InetAddress.ofLiteral(address),
            24,
            Scope.GLOBAL,
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            -1,
            -1));
  }

  Observed observed() {
    List<SysctlState> states = new ArrayList<>();
    for (WantedSysctl each : SysctlTable.of(config, List.of("eth0"))) {
      String held = sysctls.getOrDefault(each.name(), each.value().orElse("0"));
      states.add(new SysctlState(each, Optional.of(held), Optional.empty()));
    }
    return new Observed(
        config,
        new Observed.File("/etc/d.conf", Optional.of(changed)),
        new KernelModules.Seen("6.1", loaded, present),
        new Observed.Running(daemon, capabilities, openFiles, locked, OptionalLong.of(0)),
        states,
        links,
        addresses,
        clock,
        new Observed.Daemon(
            status.isEmpty() ? Optional.empty() : Optional.of(ConfigFactory.parseString(status)),
            "nobody answers at /run/d.sock",
            "1"),
        programs,
        rulesets);
  }

  /** What is not in order, a line each. */
  List<String> trouble() {
    return Doctor.examine(observed()).stream()
        .filter(each -> each.level() != Finding.Level.OK)
        .map(Finding::text)
        .toList();
  }
}
