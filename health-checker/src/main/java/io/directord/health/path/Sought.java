package io.directord.health.path;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whom hosts ask for by ARP, for a while. A host whose gateway does not answer asks three times, a
 * second apart, and again when it has something to send (Linux, {@code net.ipv4.neigh}): a probe
 * that is shorter may hear nothing of it. Pure; owned by the loop.
 */
final class Sought {
  static final Duration KEPT = Duration.ofSeconds(10);

  /** Of as many hosts as a busy network has. */
  static final int HOSTS_MAX = 1024;

  private record Asked(InetAddress whom, int times, long lastNanos) {}

  private final Map<InetAddress, Asked> byHost =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Asked> eldest) {
          return size() > HOSTS_MAX;
        }
      };

  void heard(InetAddress host, InetAddress whom, long nowNanos) {
    if (host.equals(whom)) {
      return; // It announces itself.
    }
    Asked before = byHost.remove(host);
    int times = 1;
    if (before != null && before.whom.equals(whom) && isKept(before, nowNanos)) {
      times += before.times;
    }
    byHost.put(host, new Asked(whom, times, nowNanos));
  }

  /**
   * Whom a host asked for last: since a moment, or before that if it had to ask more than once, as
   * it does when nobody answers.
   */
  Optional<InetAddress> by(InetAddress host, long sinceNanos, long nowNanos) {
    Asked asked = byHost.get(host);
    return asked != null
            && (asked.lastNanos - sinceNanos >= 0 || (asked.times > 1 && isKept(asked, nowNanos)))
        ? Optional.of(asked.whom)
        : Optional.empty();
  }

  /** A host whose replies arrive has found its way. */
  void found(InetAddress host) {
    byHost.remove(host);
  }

  private static boolean isKept(Asked asked, long nowNanos) {
    return nowNanos - asked.lastNanos < KEPT.toNanos();
  }
}
