package io.directord.director.admin;

import io.directord.director.json.Json;
import io.directord.failover.RouterCounters;
import io.directord.failover.RoutersView.RouterView;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.wire.Rejection;
import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A virtual router as an object of {@code directorctl status --json}. Pure. */
final class RouterJson {
  private RouterJson() {}

  static Map<String, Object> of(RouterView router) {
    Map<String, Object> object =
        Json.object(
            "name", router.name(),
            "vrid", router.settings().vrid(),
            "interface", router.settings().interfaceName(),
            "role", router.role().name().toLowerCase(Locale.ROOT),
            "priority", router.priority(),
            "configuredPriority", router.settings().priority(),
            "addresses", router.settings().addresses().stream().map(HeldAddress::text).toList(),
            "since", router.since().toString(),
            "because", router.because());
    router
        .active()
        .ifPresent(peer ->
            object.put(
                "active",
                Json.object(
                    "address", NetUtil.toAddressString(peer.address()),
                    "priority", peer.priority())));
    router
        .rival()
        .ifPresent(rival ->
            object.put(
                "splitBrain",
                Json.object(
                    "rival", NetUtil.toAddressString(rival.address()),
                    "since", rival.since().toString())));
    router
        .shadow()
        .ifPresent(shadow ->
            object.put(
                "shadow",
                Json.object(
                    "would", shadow.would().name().toLowerCase(Locale.ROOT),
                    "does", shadow.does().name().toLowerCase(Locale.ROOT),
                    "disagrees", shadow.disagrees(),
                    "since", shadow.since().toString(),
                    "because", shadow.because())));
    if (!router.faults().isEmpty()) {
      object.put("faults", new TreeMap<>(router.faults()));
    }
    object.put("advertisements", advertisements(router.counters()));
    return object;
  }

  private static Map<String, Object> advertisements(RouterCounters counters) {
    Map<String, Object> rejected = new TreeMap<>();
    for (Rejection why : Rejection.values()) {
      if (counters.rejected(why) > 0) {
        rejected.put(why.name().toLowerCase(Locale.ROOT), counters.rejected(why));
      }
    }
    return Json.object(
        "sent", counters.sent.sum(),
        "received", counters.received.sum(),
        "rejected", rejected,
        "becameActive", counters.becameActive.sum());
  }
}
