package io.directord.failover.arp;

import io.directord.failover.arp.Watched.Pairing;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns under way. Confined to one thread; no clock. */
final class Askings {
  /** One turn. */
  static final class Asking {
    private final Pairing key;
    private final long beganNanos;
    private boolean answered;

    private Asking(Pairing key, long beganNanos) {
      this.key = key;
      this.beganNanos = beganNanos;
    }

    Pairing key() {
      return key;
    }

    long beganNanos() {
      return beganNanos;
    }

    /** The server has answered for its own address. */
    boolean answered() {
      return answered;
    }
  }

  private final Map<InetAddress, List<Asking>> byServer = new HashMap<>();

  Asking begin(Pairing key, long nowNanos) {
    Asking asking = new Asking(key, nowNanos);
    byServer.computeIfAbsent(key.server(), _ -> new ArrayList<>()).add(asking);
    return asking;
  }

  /** One question for its own address does for several turns. */
  boolean isAwaited(InetAddress server) {
    return byServer.getOrDefault(server, List.of()).stream().anyMatch(each -> !each.answered);
  }

  /** This host says that it is there: the turns that have waited for that. */
  List<Asking> answered(InetAddress server) {
    List<Asking> waited =
        byServer.getOrDefault(server, List.of()).stream().filter(each -> !each.answered).toList();
    waited.forEach(each -> each.answered = true);
    return waited;
  }

  void end(Asking asking) {
    List<Asking> there = byServer.getOrDefault(asking.key.server(), new ArrayList<>());
    there.remove(asking);
    if (there.isEmpty()) {
      byServer.remove(asking.key.server());
    }
  }
}
