package io.directord.director.config;

import java.util.Set;

/** Every key that each section knows; anything else is a spelling mistake. */
final class Keys {
  static final Set<String> ROOT = Set.of("director", "definitions");

  static final Set<String> DIRECTOR =
      Set.of(
          "node",
          "virtual-routers",
          "router-groups",
          "health-checks",
          "virtual-services",
          "ipvs",
          "host",
          "event-hooks",
          "checks-in-flight",
          "self-doubt",
          "arp-watch",
          "peer",
          "maintenance-directory",
          "reload-guard",
          "control",
          "http");

  static final Set<String> SELF_DOUBT = Set.of("share", "minimum", "hold");
  static final Set<String> ARP_WATCH = Set.of("interval", "action");
  static final Set<String> PEER = Set.of("key", "port", "interval");
  static final Set<String> HOOK =
      Set.of(
          "run",
          "fifo",
          "post",
          "mail",
          "headers",
          "certificates",
          "on",
          "level",
          "routers",
          "services",
          "servers",
          "timeout",
          "attempts",
          "arguments");

  static final Set<String> MAIL =
      Set.of(
          "server",
          "tls",
          "verify",
          "certificates",
          "user",
          "password",
          "from",
          "to",
          "subject",
          "collect",
          "apart");

  static final Set<String> ROUTER =
      Set.of(
          "interface",
          "vrid",
          "priority",
          "version",
          "advertisement-interval",
          "preempt",
          "preempt-delay",
          "addresses",
          "peers",
          "track",
          "authentication",
          "source",
          "checksum",
          "second-interface",
          "startup-delay",
          "down-timer-adverts",
          "sync-delay",
          "accept",
          "excluded-addresses",
          "restore-addresses",
          "conflict-defence",
          "lease",
          "virtual-mac",
          "virtual-routes",
          "virtual-rules",
          "announcements");

  static final Set<String> ANNOUNCEMENTS =
      Set.of(
          "burst",
          "spacing",
          "second-after",
          "second-burst",
          "refresh",
          "refresh-burst",
          "on-lower-priority");
  static final Set<String> VIRTUAL_ROUTE = Set.of("to", "via", "dev", "source", "table", "metric");
  static final Set<String> VIRTUAL_RULE =
      Set.of("from", "to", "interface", "mark", "table", "priority");
  static final Set<String> VIRTUAL_ADDRESS = Set.of("address", "dev", "label", "scope");
  static final Set<String> TRACK_KINDS =
      Set.of("interface", "script", "file", "process", "service", "gateway");
  static final Set<String> TRACK =
      Set.of(
          "interface",
          "script",
          "file",
          "process",
          "service",
          "gateway",
          "weight",
          "interval",
          "timeout",
          "rise",
          "fall",
          "up-delay",
          "down-delay");
  static final Set<String> AUTHENTICATION = Set.of("hmac", "pass", "ah");
  static final Set<String> HMAC = Set.of("keys", "active-key", "mode", "window");

  /** Of all types; {@link CheckKinds} knows what each has beside them. */
  static final Set<String> CHECK =
      Set.of(
          "name",
          "use",
          "vote",
          "type",
          "interval",
          "fast-interval",
          "down-interval",
          "timeout",
          "rise",
          "fall",
          "jitter",
          "flap",
          "weight",
          "address",
          "port",
          "source",
          "mark",
          "device",
          "proxy-protocol",
          "tls");

  static final Set<String> TLS =
      Set.of(
          "begin",
          "verify",
          "authorities",
          "server-name",
          "protocols",
          "certificate",
          "key",
          "warn-days",
          "fail-days",
          "fingerprints");

  static final Set<String> FLAP = Set.of("changes", "within", "hold");
  static final Set<String> COMBINATION = Set.of("require", "checks");

  static final Set<String> SERVICE =
      Set.of(
          "address",
          "firewall-mark",
          "marked",
          "helper",
          "family",
          "protocol",
          "scheduler",
          "scheduler-flags",
          "forwarding",
          "tunnel",
          "persistence",
          "one-packet",
          "check",
          "real-servers",
          "quorum",
          "hysteresis",
          "last-resort",
          "drain-timeout",
          "slow-start",
          "panic-threshold",
          "when-down");
  static final Set<String> SLOW_START = Set.of("duration", "ramp", "from");
  static final Set<String> TUNNEL = Set.of("type", "port", "checksum");
  static final Set<String> PERSISTENCE = Set.of("timeout", "netmask", "prefix", "engine");
  static final Set<String> SERVER =
      Set.of(
          "name",
          "address",
          "port",
          "weight",
          "forwarding",
          "tunnel",
          "upper-threshold",
          "lower-threshold",
          "check",
          "drain-timeout");
  static final Set<String> LAST_RESORT = Set.of("address", "port", "forwarding", "tunnel");

  static final Set<String> IPVS = Set.of("ownership", "timeouts", "sync", "reconcile-interval");
  static final Set<String> TIMEOUTS = Set.of("tcp", "tcp-fin", "udp");
  static final Set<String> SYNC =
      Set.of("interface", "id", "mode", "backup-only", "max-length", "group", "port", "ttl");
  static final Set<String> HOST = Set.of("sysctls", "values", "keep", "masquerade");
  static final Set<String> MASQUERADE = Set.of("from", "out", "except");
  static final Set<String> CONTROL = Set.of("socket", "group");
  static final Set<String> HTTP = Set.of("listen", "server-metrics", "check-metrics", "also-named");

  private Keys() {}
}
