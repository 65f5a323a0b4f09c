package io.directord.director.config;

/**
 * How large a configuration may be; each bound is far above what a director carries in practice.
 */
final class Limits {
  static final int FILE_BYTES_MAX = 64 * 1024 * 1024;

  /** The main file, conf.d and every include, counted each time they are read. */
  static final int FILES_MAX = 1_000;

  static final int INCLUDE_DEPTH_MAX = 20;
  static final int PROBLEMS_LISTED_MAX = 1_000;
  static final int NAME_CHARACTERS_MAX = 128;

  static final int ROUTERS_MAX = 1_000;
  static final int ROUTER_ADDRESSES_MAX = 4_096;
  static final int PEERS_MAX = 255;
  static final int TRACKS_MAX = 64;
  static final int ROUTES_MAX = 1_024;
  static final int RULES_MAX = 1_024;
  static final int HOOKS_MAX = 64;
  static final int HOOK_WORDS_MAX = 256;

  static final int SERVICES_MAX = 20_000;
  static final int RANGE_ADDRESSES_MAX = 4_096;

  /** Addresses times ports, and marks, of all services together. */
  static final int KERNEL_SERVICES_MAX = 65_536;

  static final int SERVERS_OF_SERVICE_MAX = 10_000;

  /** Servers of a service times its addresses and ports, over all services. */
  static final int KERNEL_SERVERS_MAX = 1_000_000;

  /** Rules that mark, of one service: addresses times ports times protocols. */
  static final int MARKED_MAX = 4_096;

  static final int MASQUERADE_MAX = 256;
  static final int SYSCTLS_MAX = 256;

  static final int CHECKS_OF_SERVER_MAX = 16;
  static final int TLS_ENTRIES_MAX = 32;

  /** Each of the probe loops needs some. */
  static final int CHECKS_IN_FLIGHT_MIN = 16;

  /** As many as one source address has ports for one server. */
  static final int CHECKS_IN_FLIGHT_MAX = 65_536;

  private Limits() {}
}
