package io.directord.director.pair;

import io.directord.failover.FailoverEvent;
import io.directord.failover.address.OtherHost;
import io.directord.failover.arp.ArpEvent;
import io.directord.failover.arp.Finding;
import io.directord.failover.vrrp.Role;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Says in the log what happened to the virtual routers, one line an event. */
final class PairLog {
  private static final Logger LOG = LoggerFactory.getLogger(PairLog.class);

  private PairLog() {}

  static void write(FailoverEvent event) {
    switch (event) {
      case FailoverEvent.RoleChanged changed -> role(changed);
      case FailoverEvent.NotPunctual(var because) ->
          LOG.warn("event=not-punctual because=\"{}\"", because);
      case FailoverEvent.Noted(var router, var what) ->
          LOG.info("event=election router={} note=\"{}\"", router, what);
      case FailoverEvent.AdvertisementRejected rejected -> rejected(rejected);
      case FailoverEvent.AdvertisementOdd(var router, var from, var oddity) ->
          LOG.warn(
              "event=advertisement-odd router={} from={} what={}",
              router,
              text(from),
              text(oddity));
      case FailoverEvent.UnknownVrid(var name, var vrid, var from) ->
          LOG.info(
              "event=unknown-vrid vrid={} interface={} from={} no virtual router here has it",
              vrid,
              name,
              text(from));
      case FailoverEvent.WouldClaim(var router, var addresses) ->
          LOG.info("event=would-claim router={} addresses={}", router, addresses);
      case FailoverEvent.WouldRelease(var router, var addresses) ->
          LOG.info("event=would-release router={} addresses={}", router, addresses);
      case FailoverEvent.ShadowDisagrees disagrees -> disagrees(disagrees);
      case FailoverEvent.ShadowAgrees agrees -> agrees(agrees);
      case FailoverEvent.SplitBrainBegan began -> split(began);
      case FailoverEvent.SplitBrainEnded(var router, var rival, var nanos) ->
          LOG.warn(
              "event=split-brain-ended router={} rival={} lasted_ms={}",
              router,
              text(rival),
              millis(nanos));
      case FailoverEvent.AddressesClaimed(var router, var addresses, var nanos) ->
          LOG.info(
              "event=addresses-claimed router={} addresses={} took_ms={}",
              router,
              addresses,
              millis(nanos));
      case FailoverEvent.AddressesReleased(var router, var addresses) ->
          LOG.info("event=addresses-released router={} addresses={}", router, addresses);
      case FailoverEvent.AddressRestored(var router, var address) ->
          LOG.warn(
              "event=address-restored router={} address={} somebody else had removed it",
              router,
              text(address));
      case FailoverEvent.AddressRefused(var text) ->
          LOG.error("event=address-refused because=\"{}\"", text);
      case FailoverEvent.NetworkRestored(var text) ->
          LOG.warn("event=network-restored change=\"{}\" somebody else had removed it", text);
      case FailoverEvent.NetworkRefused(var text) ->
          LOG.error("event=network-refused because=\"{}\"", text);
      case FailoverEvent.AcceptRulesSet(var by, var addresses) ->
          LOG.info("event=accept-rules by={} addresses={}", by, addresses);
      case FailoverEvent.AcceptRulesRestored(var because) ->
          LOG.warn("event=accept-rules-restored because=\"{}\"", because);
      case FailoverEvent.AcceptRulesRefused(var because) ->
          LOG.error("event=accept-rules-refused because=\"{}\"", because);
      case FailoverEvent.AddressConflict conflict -> conflict(conflict);
      case FailoverEvent.Arp(var noted) -> arp(noted);
      case FailoverEvent.Overslept(var router, var nanos) ->
          LOG.error(
              "event=overslept router={} late_ms={} this process did not run: it steps down",
              router,
              millis(nanos));
    }
  }

  private static void conflict(FailoverEvent.AddressConflict conflict) {
    OtherHost by = conflict.by();
    LOG.error(
        "event=address-conflict class={} router={} address={} mac={} name={} known={}"
            + " because=\"{}\"",
        text(by.kind()),
        conflict.router(),
        text(conflict.address()),
        by.mac().text(),
        by.name().orElse("-"),
        by.known().map(PairLog::text).orElse("-"),
        ConflictText.of(conflict.address(), by));
  }

  private static void arp(ArpEvent event) {
    switch (event) {
      case ArpEvent.Began(var finding) ->
          LOG.error(
              "event=arp-problem name={} address={} mac={} because=\"{}\"",
              names(finding),
              text(finding.watched().key().virtual()),
              finding.mac().text(),
              ArpText.of(finding));
      case ArpEvent.Ended(var finding, var because, var nanos) ->
          LOG.warn(
              "event=arp-problem-ended name={} address={} lasted_ms={} because=\"{}\"",
              names(finding),
              text(finding.watched().key().virtual()),
              millis(nanos),
              because);
      case ArpEvent.Unwatched(var because) ->
          LOG.warn("event=arp-unwatched because=\"{}\"", because);
    }
  }

  static String names(Finding finding) {
    return String.join(",", finding.watched().names());
  }

  private static void split(FailoverEvent.SplitBrainBegan began) {
    LOG.error(
        "event=split-brain router={} rival={} priority={} both are active: it does not hear us,"
            + " or does not yield",
        began.router(),
        text(began.rival()),
        began.priority());
  }

  private static void role(FailoverEvent.RoleChanged changed) {
    LOG.atLevel(changed.to() == Role.FAULT ? Level.ERROR : Level.INFO)
        .log(
            "event=role router={} role={} was={} because=\"{}\"",
            changed.router(),
            text(changed.to()),
            text(changed.from()),
            changed.because());
  }

  private static void rejected(FailoverEvent.AdvertisementRejected rejected) {
    LOG.warn(
        "event=advertisement-rejected router={} from={} reason={} evidence=\"{}\"",
        rejected.router(),
        text(rejected.from()),
        text(rejected.why()),
        rejected.evidence());
  }

  private static void disagrees(FailoverEvent.ShadowDisagrees disagrees) {
    LOG.warn(
        "event=shadow-disagrees router={} would={} does={} because=\"{}\"",
        disagrees.router(),
        text(disagrees.would()),
        text(disagrees.does()),
        disagrees.because());
  }

  private static void agrees(FailoverEvent.ShadowAgrees agrees) {
    LOG.info(
        "event=shadow-agrees router={} does={} disagreed_ms={}",
        agrees.router(),
        text(agrees.does()),
        millis(agrees.disagreedNanos()));
  }

  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }

  private static String millis(long nanos) {
    long tenths = Math.round(nanos / 1e5);
    return tenths / 10 + "." + Math.abs(tenths % 10);
  }
}
