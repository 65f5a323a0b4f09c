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
      case FailoverEvent.RoleChanged changed ->
          entry(
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
      case FailoverEvent.SplitBrainBegan(var router, var rival, var theirs) ->
          entry(
              "split-brain",
              "router",
              router,
              "rival",
              NetUtil.toAddressString(rival),
              "rival-priority",
              String.valueOf(theirs));
      case FailoverEvent.SplitBrainEnded(var router, var rival, var nanos) ->
          entry(
              "split-brain-ended",
              "router",
              router,
              "rival",
              NetUtil.toAddressString(rival),
              "lasted-ms",
              String.valueOf(nanos / 1_000_000));
      case FailoverEvent.AddressConflict conflict -> conflict(conflict);
      case FailoverEvent.Arp(var problem) -> arp(problem);
      case FailoverEvent.Overslept(var router, var nanos) ->
          entry("overslept", "router", router, "late-ms", String.valueOf(nanos / 1_000_000));
      case FailoverEvent.NotPunctual(var because) -> entry("not-punctual", "because", because);
      case FailoverEvent.Noted(var router, var what) ->
          entry("election", "router", router, "because", what);
      case FailoverEvent.AddressesClaimed(var router, var addresses, var nanos) ->
          entry(
              "addresses-claimed",
              "router",
              router,
              "addresses",
              String.valueOf(addresses),
              "took-ms",
              String.valueOf(nanos / 1_000_000));
      case FailoverEvent.AddressesReleased(var router, var addresses) ->
          entry("addresses-released", "router", router, "addresses", String.valueOf(addresses));
      case FailoverEvent.AddressRestored(var router, var address) ->
          entry(
              "address-restored",
              "router",
              router,
              "address",
              NetUtil.toAddressString(address),
              "because",
              "somebody else had removed it");
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
      case FailoverEvent.ShadowDisagrees disagrees ->
          entry(
              "shadow-disagrees",
              "router",
              disagrees.router(),
              "would",
              PairLog.text(disagrees.would()),
              "does",
              PairLog.text(disagrees.does()),
              "because",
              disagrees.because());
      case FailoverEvent.ShadowAgrees(var router, var does, var nanos) ->
          entry(
              "shadow-agrees",
              "router",
              router,
              "does",
              PairLog.text(does),
              "disagreed-ms",
              String.valueOf(nanos / 1_000_000));
      case FailoverEvent.AdvertisementRejected _, // no transition: counted, and in the log
          FailoverEvent.AdvertisementOdd _,
          FailoverEvent.UnknownVrid _ ->
          Optional.empty();
    };
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
