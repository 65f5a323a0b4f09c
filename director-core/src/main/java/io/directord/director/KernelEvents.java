package io.directord.director;

import io.directord.director.journal.Entry;
import io.directord.director.reconcile.Plan;
import io.directord.director.reconcile.Reasons;
import io.directord.director.reconcile.Round;
import io.directord.director.reconcile.ServerDecision;
import io.directord.director.reconcile.ServiceDecision;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.Refusal;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServerSpec;
import io.directord.kernel.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a round changed in the kernel, in the words of the journal. Pure. */
final class KernelEvents {
  /** More changes at once are written down as a number, and their first ones. */
  static final int CHANGES_MAX = 5_000;

  private final Reasons reasons;
  private final Map<ServiceKey, ServiceDecision> services = new HashMap<>();
  private final Map<ServiceKey, Map<ServerKey, ServerDecision>> servers = new HashMap<>();

  private KernelEvents(Plan plan) {
    this.reasons = plan.reasons();
    for (ServiceDecision decision : plan.decisions()) {
      decision.service().keys().forEach(key -> services.put(key, decision));
    }
  }

  /** An entry for each change that was taken, and for each of these that were not. */
  static List<Entry> of(Round round, List<Refusal> refused) {
    KernelEvents words = new KernelEvents(round.plan());
    List<Entry> entries = new ArrayList<>();
    List<IpvsChange> taken = round.taken();
    taken.stream().limit(CHANGES_MAX).forEach(change -> entries.add(words.change(change)));
    if (taken.size() > CHANGES_MAX) {
      entries.add(
          Entry.of(
              "change",
              "count",
              String.valueOf(taken.size() - CHANGES_MAX),
              "because",
              "further changes of the same plan, not written down one by one"));
    }
    refused.stream().limit(CHANGES_MAX).forEach(refusal -> entries.add(words.refused(refusal)));
    return entries;
  }

  private Entry change(IpvsChange change) {
    return entry(reasons.isDrift(change) ? "drift" : "change", change, reasons.because(change));
  }

  private Entry refused(Refusal refusal) {
    return entry("refused", refusal.change(), refusal.text());
  }

  private Entry entry(String kind, IpvsChange change, String because) {
    String service = "";
    String server = "";
    String weight = "";
    if (change instanceof IpvsChange.OfService of) {
      service = name(of.service());
      server =
          switch (of) {
            case IpvsChange.CreateServer(var key, var at, _) -> name(key, at);
            case IpvsChange.UpdateServer(var key, var at, _) -> name(key, at);
            case IpvsChange.DeleteServer(var key, var at) -> name(key, at);
            default -> "";
          };
      weight =
          switch (of) {
            case IpvsChange.CreateServer(_, _, var spec) -> weight(spec);
            case IpvsChange.UpdateServer(_, _, var spec) -> weight(spec);
            case IpvsChange.DeleteServer _ -> "out";
            default -> "";
          };
    }
    return Entry.of(
        kind,
        "ipvsadm",
        change.ipvsadm(),
        "service",
        service,
        "server",
        server,
        "weight",
        weight,
        "because",
        because);
  }

  private static String weight(ServerSpec spec) {
    return String.valueOf(spec.weight());
  }

  private String name(ServiceKey key) {
    ServiceDecision decision = services.get(key);
    return decision == null ? "" : decision.service().name();
  }

  /** By its address when it is in no configuration. */
  private String name(ServiceKey key, ServerKey at) {
    ServerDecision found = servers.computeIfAbsent(key, this::serversOf).get(at);
    return found == null ? at.text() : found.server().name();
  }

  private Map<ServerKey, ServerDecision> serversOf(ServiceKey key) {
    @Nullable ServiceDecision decision = services.get(key);
    Map<ServerKey, ServerDecision> found = new HashMap<>();
    if (decision != null) {
      Stream.concat(decision.servers().stream(), decision.lastResort().stream())
          .forEach(each -> found.putIfAbsent(each.server().keyFor(key), each));
    }
    return found;
  }
}
