package io.directord.director.pair;

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

  /** A kind that hooks choose by, and what there is to say. */
  public record Entry(String kind, Map<String, String> fields) {}

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
      case FailoverEvent.NotPunctual _,
          FailoverEvent.Noted _,
          FailoverEvent.AdvertisementRejected _,
          FailoverEvent.AdvertisementOdd _,
          FailoverEvent.UnknownVrid _,
          FailoverEvent.WouldClaim _, // a shadow has no journal
          FailoverEvent.WouldRelease _,
          FailoverEvent.ShadowDisagrees _,
          FailoverEvent.ShadowAgrees _,
          FailoverEvent.AddressesClaimed _,
          FailoverEvent.AddressesReleased _,
          FailoverEvent.AddressRestored _,
          FailoverEvent.AddressRefused _,
          FailoverEvent.NetworkRefused _,
          FailoverEvent.NetworkRestored _,
          FailoverEvent.AcceptRulesSet _,
          FailoverEvent.AcceptRulesRestored _,
          FailoverEvent.AcceptRulesRefused _ ->
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
      case ArpEvent.Unwatched _ -> Optional.empty();
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
