package io.directord.director.pair;

import io.directord.director.journal.Entry;
import io.directord.failover.FailoverEvent;
import io.directord.failover.address.OtherHost;
import io.directord.failover.arp.ArpEvent;
import io.netty.util.NetUtil;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which events of virtual routers are worth the journal, and in which words. Pure. */
public final class PairEvents {
  private PairEvents() {}

  /**
   * Empty for what only the log is told.
   *
   * @param priority of that router now
   */
  public static Optional<Entry> of(FailoverEvent event, int priority) {
    return switch (event) {
      case FailoverEvent.RoleChanged changed -> role(changed, priority);
      case FailoverEvent.SplitBrainBegan began -> split(began);
      case FailoverEvent.SplitBrainEnded over -> splitEnded(over);
      case FailoverEvent.AddressConflict conflict -> conflict(conflict);
      case FailoverEvent.Arp(var problem) -> arp(problem);
      case FailoverEvent.Overslept(var router, var nanos) ->
          entry("overslept", "router", router, "late-ms", String.valueOf(nanos / 1_000_000));
      case FailoverEvent.NotPunctual(var because) -> entry("not-punctual", "because", because);
      case FailoverEvent.Noted(var router, var what) ->
          entry("election", "router", router, "because", what);
      case FailoverEvent.AddressesClaimed claimed -> claimed(claimed);
      case FailoverEvent.AddressesReleased(var router, var addresses) ->
          entry("addresses-released", "router", router, "addresses", String.valueOf(addresses));
      case FailoverEvent.AddressRestored restored -> restored(restored);
      case FailoverEvent.AddressRefused(var because) ->
          entry("address-refused", "because", because);
      case FailoverEvent.NetworkRestored(var change) ->
          entry("network-restored", "change", change, "because", "somebody else had removed it");
      case FailoverEvent.NetworkRefused(var because) ->
          entry("network-refused", "because", because);
      case FailoverEvent.AcceptRulesSet(var by, var addresses) ->
          entry("accept-rules", "by", by, "addresses", String.valueOf(addresses));
      case FailoverEvent.AcceptRulesRestored(var because) ->
          entry("accept-rules-restored", "because", because);
      case FailoverEvent.AcceptRulesRefused(var because) ->
          entry("accept-rules-refused", "because", because);
      case FailoverEvent.WouldClaim(var router, var addresses) ->
          entry("would-claim", "router", router, "addresses", String.valueOf(addresses));
      case FailoverEvent.WouldRelease(var router, var addresses) ->
          entry("would-release", "router", router, "addresses", String.valueOf(addresses));
      case FailoverEvent.ShadowDisagrees disagrees -> disagrees(disagrees);
      case FailoverEvent.ShadowAgrees agrees -> agrees(agrees);
      case FailoverEvent.AdvertisementRejected _, // no transition: counted, and in the log
          FailoverEvent.AdvertisementOdd _,
          FailoverEvent.UnknownVrid _ ->
          Optional.empty();
    };
  }

  private static Optional<Entry> role(FailoverEvent.RoleChanged changed, int priority) {
    return entry(
        "role",
        "router",
        changed.router(),
        "role",
        PairLog.text(changed.to()),
        "was",
        PairLog.text(changed.from()),
        "priority",
        String.valueOf(priority),
        "because",
        changed.because());
  }

  private static Optional<Entry> split(FailoverEvent.SplitBrainBegan began) {
    return entry(
        "split-brain",
        "router",
        began.router(),
        "rival",
        NetUtil.toAddressString(began.rival()),
        "rival-priority",
        String.valueOf(began.priority()));
  }

  private static Optional<Entry> splitEnded(FailoverEvent.SplitBrainEnded over) {
    return entry(
        "split-brain-ended",
        "router",
        over.router(),
        "rival",
        NetUtil.toAddressString(over.rival()),
        "lasted-ms",
        String.valueOf(over.lastedNanos() / 1_000_000));
  }

  private static Optional<Entry> claimed(FailoverEvent.AddressesClaimed claimed) {
    return entry(
        "addresses-claimed",
        "router",
        claimed.router(),
        "addresses",
        String.valueOf(claimed.addresses()),
        "took-ms",
        String.valueOf(claimed.tookNanos() / 1_000_000));
  }

  private static Optional<Entry> restored(FailoverEvent.AddressRestored restored) {
    return entry(
        "address-restored",
        "router",
        restored.router(),
        "address",
        NetUtil.toAddressString(restored.address()),
        "because",
        "somebody else had removed it");
  }

  private static Optional<Entry> disagrees(FailoverEvent.ShadowDisagrees disagrees) {
    return entry(
        "shadow-disagrees",
        "router",
        disagrees.router(),
        "would",
        PairLog.text(disagrees.would()),
        "does",
        PairLog.text(disagrees.does()),
        "because",
        disagrees.because());
  }

  private static Optional<Entry> agrees(FailoverEvent.ShadowAgrees agrees) {
    return entry(
        "shadow-agrees",
        "router",
        agrees.router(),
        "does",
        PairLog.text(agrees.does()),
        "disagreed-ms",
        String.valueOf(agrees.disagreedNanos() / 1_000_000));
  }

  private static Optional<Entry> arp(ArpEvent event) {
    return switch (event) {
      case ArpEvent.Began(var finding) ->
          entry(
              "arp-problem",
              "name",
              PairLog.names(finding),
              "address",
              NetUtil.toAddressString(finding.watched().key().virtual()),
              "mac",
              finding.mac().text(),
              "because",
              ArpText.of(finding));
      case ArpEvent.Ended(var finding, var because, var nanos) ->
          entry(
              "arp-problem-ended",
              "name",
              PairLog.names(finding),
              "address",
              NetUtil.toAddressString(finding.watched().key().virtual()),
              "lasted-ms",
              String.valueOf(nanos / 1_000_000),
              "because",
              because);
      case ArpEvent.Unwatched(var because) -> entry("arp-unwatched", "because", because);
    };
  }

  private static Optional<Entry> conflict(FailoverEvent.AddressConflict conflict) {
    OtherHost by = conflict.by();
    return entry(
        "address-conflict",
        "router",
        conflict.router(),
        "address",
        NetUtil.toAddressString(conflict.address()),
        "class",
        PairLog.text(by.kind()),
        "mac",
        by.mac().text(),
        "name",
        by.name().orElse(""),
        "known",
        by.known().map(NetUtil::toAddressString).orElse(""),
        "because",
        ConflictText.of(conflict.address(), by));
  }

  private static Optional<Entry> entry(String kind, String... keysAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return Optional.of(new Entry(kind, fields));
  }
}
