package io.directord.director.metrics;

import io.directord.failover.RouterCounters;
import io.directord.failover.RoutersView;
import io.directord.failover.RoutersView.RouterView;
import io.directord.failover.RoutersView.Strangers;
import io.directord.failover.address.OtherHost;
import io.directord.failover.wire.Reception.Oddity;
import io.directord.failover.wire.Rejection;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** Virtual routers as meters. Confined to the scrape under way. */
final class RouterMeters {
  private static final double NANOS_PER_SECOND = 1e9;

  private final MeterRegistry registry;
  private final MultiGauge role;
  private final MultiGauge priority;
  private final MultiGauge split;
  private final MultiGauge disagreement;
  private final Map<String, Registered> registered = new HashMap<>();

  /** By the counter itself: those of an interface that comes back are another one's. */
  private final Map<LongAdder, Meter> strangers = new HashMap<>();

  /** Counters live as long as their router; a router that comes back counts anew. */
  private record Registered(RouterCounters counters, List<Meter> meters) {}

  RouterMeters(MeterRegistry registry) {
    this.registry = registry;
    this.role = multi("directord_router_state", "0 initialize, 1 backup, 2 active, 3 fault");
    this.priority = multi("directord_router_priority", "Priority in force, tracking included");
    this.split = multi("directord_split_brain", "1 while another router is active too");
    this.disagreement =
        multi(
            "directord_router_shadow_disagreement",
            "1 while a shadow would be something else than this node is");
  }

  void update(RoutersView view) {
    List<Row<?>> disagreements = new ArrayList<>();
    List<Row<?>> roles = new ArrayList<>();
    List<Row<?>> priorities = new ArrayList<>();
    List<Row<?>> splits = new ArrayList<>();
    for (RouterView router : view.routers()) {
      Tags tags = Tags.of("router", router.name());
      roles.add(Row.of(tags, router.role().number()));
      priorities.add(Row.of(tags, router.priority()));
      splits.add(Row.of(tags, router.rival().isPresent() ? 1 : 0));
      router
          .shadow()
          .ifPresent(shadow -> disagreements.add(Row.of(tags, shadow.disagrees() ? 1 : 0)));
      Registered known = registered.get(router.name());
      if (known == null || known.counters() != router.counters()) {
        forget(router.name());
        registered.put(router.name(), register(router, tags));
      }
    }
    role.register(roles, true);
    priority.register(priorities, true);
    split.register(splits, true);
    disagreement.register(disagreements, true);
    strangers(view.strangers());
    for (String name : List.copyOf(registered.keySet())) {
      if (view.router(name).isEmpty()) {
        forget(name);
      }
    }
  }

  private void strangers(List<Strangers> now) {
    Set<LongAdder> there = new HashSet<>();
    now.forEach(each -> there.add(each.advertisements()));
    for (LongAdder known : List.copyOf(strangers.keySet())) {
      Meter gone = there.contains(known) ? null : strangers.remove(known);
      if (gone != null) {
        registry.remove(gone);
      }
    }
    for (Strangers each : now) {
      strangers.computeIfAbsent(
          each.advertisements(),
          counter ->
              FunctionCounter.builder(
                      "directord_advertisements_unknown_vrid", counter, LongAdder::sum)
                  .description("Of vrids that no router here has")
                  .tags("interface", each.interfaceName(), "family", label(each.family()))
                  .register(registry));
    }
  }

  private void forget(String router) {
    Registered gone = registered.remove(router);
    if (gone != null) {
      gone.meters().forEach(registry::remove);
    }
  }

  private Registered register(RouterView router, Tags tags) {
    RouterCounters counters = router.counters();
    List<Meter> meters = new ArrayList<>();
    Counting counting = new Counting(meters, counters, tags);
    counting.add("directord_advertisements_sent", each -> each.sent.sum());
    counting.add("directord_advertisements_send_errors", each -> each.sendErrors.sum());
    counting.add("directord_advertisements_received", each -> each.received.sum());
    counting.add("directord_resignations_sent", each -> each.resignationsSent.sum());
    counting.add("directord_resignations_received", each -> each.resignationsHeard.sum());
    counting.add("directord_became_active", each -> each.becameActive.sum());
    counting.add("directord_announcements_sent", each -> each.announcements.sum());
    counting.add("directord_addresses_restored", each -> each.restored.sum());
    counting.add("directord_split_brains", each -> each.splits.sum());
    counting.add("directord_split_brain_seconds", each -> each.splitNanos.sum() / NANOS_PER_SECOND);
    if (router.shadow().isPresent()) {
      counting.add("directord_router_shadow_disagreements", each -> each.disagreements.sum());
    }
    for (OtherHost.Kind kind : OtherHost.Kind.values()) {
      counting
          .with("class", label(kind).replace('_', '-'))
          .add("directord_address_conflicts", each -> each.conflicts(kind));
    }
    for (Rejection why : Rejection.values()) {
      counting
          .with("reason", label(why))
          .add("directord_advertisements_rejected", each -> each.rejected(why));
    }
    for (Oddity oddity : Oddity.values()) {
      counting
          .with("kind", label(oddity))
          .add("directord_advertisements_odd", each -> each.odd(oddity));
    }
    return new Registered(counters, meters);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private MultiGauge multi(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  /** Registers counters that read those of one router. */
  private final class Counting {
    private final List<Meter> meters;
    private final RouterCounters counters;
    private final Tags tags;

    Counting(List<Meter> meters, RouterCounters counters, Tags tags) {
      this.meters = meters;
      this.counters = counters;
      this.tags = tags;
    }

    Counting with(String key, String value) {
      return new Counting(meters, counters, tags.and(key, value));
    }

    void add(String name, ToDoubleFunction<RouterCounters> value) {
      meters.add(FunctionCounter.builder(name, counters, value).tags(tags).register(registry));
    }
  }
}
