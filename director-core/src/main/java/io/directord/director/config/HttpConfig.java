package io.directord.director.config;

import java.net.InetSocketAddress;
import java.util.Set;

/**
 * Where status, metrics and console are served, read-only.
 *
 * @param serverMetrics whether each server has series of its own
 * @param checkMetrics whether each check of each server has one
 * @param alsoNamed whose names metrics have beside their own
 */
public record HttpConfig(
    InetSocketAddress listen,
    boolean serverMetrics,
    boolean checkMetrics,
    Set<Exporter> alsoNamed) {
  public static final int PORT = 9113;
  public static final HttpConfig DEFAULT =
      new HttpConfig(new InetSocketAddress(Addresses.loopback(), PORT), true, false, Set.of());

  /** Somebody whose dashboards exist. */
  public enum Exporter {
    /** {@code keepalived_exporter}. */
    KEEPALIVED,
    /** The ipvs collector of {@code node_exporter}. */
    NODE_EXPORTER
  }

  public HttpConfig {
    alsoNamed = Set.copyOf(alsoNamed);
    if (listen.isUnresolved()) {
      throw new IllegalArgumentException("listen must be an address, found a name");
    }
    if (checkMetrics && !serverMetrics) {
      throw new IllegalArgumentException(
          "check-metrics = true goes with server-metrics = true only");
    }
  }
}
