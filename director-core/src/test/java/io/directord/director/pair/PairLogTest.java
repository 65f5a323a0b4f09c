package io.directord.director.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.directord.director.journal.Entry;
import io.directord.failover.FailoverEvent;
import io.directord.failover.address.OtherHost;
import io.directord.failover.arp.ArpEvent;
import io.directord.failover.arp.Finding;
import io.directord.failover.arp.Sign;
import io.directord.failover.vrrp.Role;
import io.directord.failover.wire.Reception.Oddity;
import io.directord.failover.wire.Rejection;
import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class PairLogTest {
  private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.2");
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(PairLog.class);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    LOGGER.addAppender(log);
  }

  @AfterEach
  void leave() {
    LOGGER.detachAppender(log);
  }

  @Test
  void eachEventIsOneLineThatBeginsWithItsName() {
    List<FailoverEvent> events =
        List.of(
            new FailoverEvent.Noted("r", "what"),
            new FailoverEvent.AdvertisementRejected("r", PEER, Rejection.TTL, "64, not 255"),
            new FailoverEvent.AdvertisementOdd("r", PEER, Oddity.ADDRESSES_DIFFER),
            new FailoverEvent.UnknownVrid("eth0", 52, PEER),
            new FailoverEvent.WouldClaim("r", 2),
            new FailoverEvent.WouldRelease("r", 2),
            new FailoverEvent.ShadowDisagrees(
                "r", Role.ACTIVE, Role.BACKUP, "nobody else", Instant.EPOCH),
            new FailoverEvent.ShadowAgrees("r", Role.BACKUP, 1_500_000),
            new FailoverEvent.SplitBrainBegan("r", PEER, 100),
            new FailoverEvent.SplitBrainEnded("r", PEER, 1_500_000),
            new FailoverEvent.AddressesClaimed("r", 2, 1_500_000),
            new FailoverEvent.AddressesReleased("r", 2),
            new FailoverEvent.AddressRestored("r", PEER),
            new FailoverEvent.AddressRefused("no"),
            new FailoverEvent.AddressConflict(
                "r",
                PEER,
                new OtherHost(
                    OtherHost.Kind.REAL_SERVER,
                    new MacAddress(1),
                    Optional.of("web/web2"),
                    Optional.of(PEER)),
                0),
            new FailoverEvent.AcceptRulesSet("nft", 2),
            new FailoverEvent.AcceptRulesRestored("gone"),
            new FailoverEvent.AcceptRulesRefused("there is no nft"),
            new FailoverEvent.Overslept("r", 4_000_000_000L));
    events.forEach(PairLog::write);
    assertEquals(events.size(), log.list.size());
    for (ILoggingEvent line : log.list) {
      String text = line.getFormattedMessage();
      assertTrue(text.matches("event=[a-z-]+ \\S.*") && !text.contains("{}"), text);
    }
  }

  @Test
  void aRoleSaysWhy() {
    write(Role.ACTIVE);
    assertEquals(
        "event=role router=r role=active was=backup because=\"nobody else\"",
        log.list.getFirst().getFormattedMessage());
    assertEquals(Level.INFO, log.list.getFirst().getLevel());
  }

  @Test
  void aFaultIsAnError() {
    write(Role.FAULT);
    assertEquals(Level.ERROR, log.list.getFirst().getLevel());
  }

  @Test
  void aConflictSaysWhoItIsAndWhatToDo() {
    OtherHost server =
        new OtherHost(
            OtherHost.Kind.REAL_SERVER,
            new MacAddress(0x0200_0000_000BL),
            Optional.of("web/web2"),
            Optional.of(InetAddress.ofLiteral("192.0.2.22")));
    PairLog.write(new FailoverEvent.AddressConflict("r", PEER, server, 0));
    assertEquals(
        "event=address-conflict class=real-server router=r address=192.0.2.2"
            + " mac=02:00:00:00:00:0b name=web/web2 known=192.0.2.22 because=\"real server web/web2"
            + " answers ARP for 192.0.2.2; set net.ipv4.conf.all.arp_ignore=1 and"
            + " net.ipv4.conf.all.arp_announce=2 there, or run `directord real-server apply --arp"
            + " sysctl --vip 192.0.2.2`\"",
        log.list.getFirst().getFormattedMessage());
  }

  @Test
  void hooksHearTheClassOfAConflict() {
    OtherHost stranger =
        new OtherHost(
            OtherHost.Kind.STRANGER,
            new MacAddress(0x0200_0000_000CL),
            Optional.empty(),
            Optional.empty());
    Entry entry =
        PairEvents.of(new FailoverEvent.AddressConflict("r", PEER, stranger, 0), 100).orElseThrow();
    assertEquals("address-conflict", entry.kind());
    assertEquals("stranger", entry.fields().get("class"));
    assertEquals("02:00:00:00:00:0c", entry.fields().get("mac"));
    assertEquals("", entry.fields().get("name"));
  }

  @Test
  void anArpProblemIsToldAndItsEnd() {
    Finding finding = PairArpTest.finding("192.0.2.10", "192.0.2.21", Sign.ANSWERS);
    PairLog.write(new FailoverEvent.Arp(new ArpEvent.Began(finding)));
    PairLog.write(new FailoverEvent.Arp(new ArpEvent.Ended(finding, "silent", 1_500_000_000)));
    assertEquals(
        "event=arp-problem name=web/web1 address=192.0.2.10 mac=02:00:00:00:00:0b because=\""
            + ArpText.of(finding)
            + "\"",
        log.list.getFirst().getFormattedMessage());
    assertEquals(
        "event=arp-problem-ended name=web/web1 address=192.0.2.10 lasted_ms=1500.0"
            + " because=\"silent\"",
        log.list.get(1).getFormattedMessage());
  }

  @Test
  void hooksHearOfAnArpProblemAndItsEnd() {
    Finding finding = PairArpTest.finding("192.0.2.10", "192.0.2.21", Sign.ANSWERS);
    assertEquals(
        new Entry(
            "arp-problem",
            Map.of(
                "name", "web/web1",
                "address", "192.0.2.10",
                "mac", "02:00:00:00:00:0b",
                "because", ArpText.of(finding))),
        PairEvents.of(new FailoverEvent.Arp(new ArpEvent.Began(finding)), 0).orElseThrow());
    assertEquals(
        new Entry(
            "arp-problem-ended",
            Map.of(
                "name", "web/web1",
                "address", "192.0.2.10",
                "lasted-ms", "1500",
                "because", "silent")),
        PairEvents.of(
                new FailoverEvent.Arp(new ArpEvent.Ended(finding, "silent", 1_500_000_000)), 0)
            .orElseThrow());
  }

  private static void write(Role to) {
    PairLog.write(
        new FailoverEvent.RoleChanged("r", Role.BACKUP, to, "nobody else", Instant.EPOCH));
  }
}
