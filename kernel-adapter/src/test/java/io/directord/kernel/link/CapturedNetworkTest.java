package io.directord.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.directord.kernel.Capture;
import io.directord.kernel.netlink.AttributeTree;
import io.directord.kernel.netlink.MalformedMessage;
import io.directord.kernel.netlink.MessageWriter;
import io.directord.kernel.netlink.ScriptedKernel;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Our messages of links, routes and rules against those of iproute2. */
final class CapturedNetworkTest {
  private static final int BODY = MessageWriter.HEADER_BYTES;
  private static final int OURS = 42;
  private static final int ETH0 = 3;
  private static final int MACVLAN = 4;
  private static final int LINK_INFO = 18;
  private static final int RANDOM_ROUNDS = 20_000;

  private static final RouteSpec WHOLE =
      route("192.0.2.0", 24, "10.9.9.2", Optional.of(ip("10.9.9.1")), 100, 5);
  private static final RouteSpec NEAR =
      new RouteSpec(
          prefix("192.0.2.0", 24),
          Optional.empty(),
          ETH0,
          Optional.empty(),
          1000,
          0,
          OURS,
          RouteSpec.Type.UNICAST);
  private static final RouteSpec DEFAULT =
      route("0.0.0.0", 0, "10.9.9.2", Optional.empty(), 100, 0);
  private static final RouteSpec IPV6 =
      route("2001:db8::", 32, "fd00:9::2", Optional.empty(), RouteSpec.TABLE_MAIN, 7);
  private static final RouteSpec HOLE = blackhole("198.51.100.0", 24);
  private static final RouteSpec HOLE6 = blackhole("2001:db8:1::", 48);
  private static final RuleSpec EVERYTHING =
      new RuleSpec(
          false,
          Optional.of(prefix("10.9.9.0", 24)),
          Optional.of(prefix("192.0.2.0", 24)),
          Optional.of("eth0"),
          Optional.of("eth1"),
          Optional.of(new RuleSpec.Mark(7, 0xFF)),
          100,
          500,
          OURS);
  private static final RuleSpec FROM6 =
      new RuleSpec(
          true,
          Optional.of(prefix("2001:db8::", 32)),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          1000,
          600,
          OURS);
  private static final RuleSpec ALL = rule(100, 700);

  private static final List<NetworkChange> CHANGES =
      List.of(
          new NetworkChange.AddMacvlan(ETH0, "eth0", "vrrp.51", new MacAddress(0x0000_5E00_0133L)),
          new NetworkChange.SetLinkUp(MACVLAN, "vrrp.51", true),
          new NetworkChange.SetLinkUp(MACVLAN, "vrrp.51", false),
          new NetworkChange.RemoveLink(MACVLAN, "vrrp.51"),
          new NetworkChange.AddRoute(WHOLE, "eth0"),
          new NetworkChange.RemoveRoute(WHOLE, "eth0"),
          new NetworkChange.AddRoute(NEAR, "eth0"),
          new NetworkChange.RemoveRoute(NEAR, "eth0"),
          new NetworkChange.AddRoute(DEFAULT, "eth0"),
          new NetworkChange.AddRoute(HOLE, ""),
          new NetworkChange.RemoveRoute(HOLE, ""),
          new NetworkChange.AddRoute(IPV6, "eth0"),
          new NetworkChange.AddRoute(HOLE6, ""),
          new NetworkChange.AddRule(EVERYTHING),
          new NetworkChange.RemoveRule(EVERYTHING),
          new NetworkChange.AddRule(FROM6),
          new NetworkChange.AddRule(ALL));

  @TestFactory
  Stream<DynamicTest> aChangeSaysTheSameAsItsCommandLine() {
    Capture capture = Capture.read(CapturedNetworkTest.class, "rtnetlink-network");
    return CHANGES.stream()
        .map(change ->
            DynamicTest.dynamicTest(
                change.ip(), () -> saysTheSame(capture.message(change.ip()), written(change))));
  }

  @Test
  void renewingAnAddressReplacesIt() throws Exception {
    AddressSpec spec =
        new AddressSpec(
            ip("10.9.9.20"),
            32,
            Scope.GLOBAL,
            Optional.empty(),
            false,
            false,
            Optional.empty(),
            300,
            600);
    AddressChange change = new AddressChange.RenewAddress(ETH0, "eth0", spec);
    ByteBuffer ours = ScriptedKernel.buffer(512);
    MessageWriter out = new MessageWriter(ours);
    LinkCodec.write(out, change, 1);
    out.addFlag(MessageWriter.FLAG_ACK);
    Capture capture = Capture.read(CapturedNetworkTest.class, "rtnetlink-network");
    saysTheSame(capture.message(change.ip()), ours.flip());
  }

  private static ByteBuffer written(NetworkChange change) {
    ByteBuffer ours = ScriptedKernel.buffer(512);
    MessageWriter out = new MessageWriter(ours);
    NetworkCodec.write(out, change, 1);
    out.addFlag(MessageWriter.FLAG_ACK);
    return ours.flip();
  }

  private static void saysTheSame(ByteBuffer theirs, ByteBuffer ours) throws Exception {
    assertEquals(theirs.getInt(4), ours.getInt(4), "type and flags");
    int type = theirs.getShort(4);
    int header = type < 20 ? 16 : type == 20 ? 8 : NetworkCodec.HEADER_BYTES;
    for (int at = BODY; at < BODY + header; at++) {
      assertEquals(theirs.get(at), ours.get(at), "fixed part, byte " + (at - BODY));
    }
    assertEquals(
        AttributeTree.of(tail(theirs, BODY + header), LINK_INFO),
        AttributeTree.of(tail(ours, BODY + header), LINK_INFO));
  }

  private static ByteBuffer tail(ByteBuffer message, int from) {
    return message.duplicate().order(message.order()).position(from);
  }

  @Test
  void whatIsWrittenReadsBack() throws Exception {
    for (RouteSpec route : List.of(WHOLE, NEAR, DEFAULT, IPV6, HOLE, HOLE6)) {
      ByteBuffer body = body(new NetworkChange.AddRoute(route, "eth0"));
      assertEquals(Optional.of(route), NetworkReader.route(body, OURS));
      assertEquals(Optional.empty(), NetworkReader.route(body, 3), "somebody else's");
    }
    for (RuleSpec rule : List.of(EVERYTHING, FROM6, ALL)) {
      ByteBuffer body = body(new NetworkChange.AddRule(rule));
      assertEquals(Optional.of(rule), NetworkReader.rule(body, OURS));
      assertEquals(Optional.empty(), NetworkReader.rule(body, 3), "somebody else's");
    }
  }

  @Test
  void damagedMessagesAreMalformedAtMost() {
    for (long seed = 0; seed < RANDOM_ROUNDS; seed++) {
      Random random = new Random(seed);
      NetworkChange change = CHANGES.get(4 + random.nextInt(CHANGES.size() - 4));
      ByteBuffer body = body(change);
      byte[] bytes = new byte[random.nextInt(body.remaining() + 1)];
      body.get(body.position(), bytes);
      for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      ByteBuffer damaged = ByteBuffer.wrap(bytes).order(body.order());
      try {
        NetworkReader.route(damaged, OURS);
        NetworkReader.rule(damaged, OURS);
      } catch (MalformedMessage expected) {
        // said as it should be
      } catch (RuntimeException wrong) {
        throw new AssertionError("seed " + seed, wrong);
      }
    }
  }

  @Test
  void whatMakesNoSenseIsNoRoute() {
    assertThrows(IllegalArgumentException.class, () -> prefix("192.0.2.1", 24));
    assertThrows(IllegalArgumentException.class, () -> prefix("192.0.2.0", 33));
    assertThrows(IllegalArgumentException.class, () -> rule(0, 1));
    assertThrows(IllegalArgumentException.class, () -> rule(1, 0));
  }

  @Test
  void aRefusalSaysWhatItIsAbout() {
    NetworkChange add = new NetworkChange.AddRoute(HOLE, "");
    assertEquals(
        "ip route add blackhole 198.51.100.0/24 proto 42: there is such a route already",
        new NetworkRefusal(add, 17, "").text());
    assertEquals(
        "ip rule del table 100 priority 700 protocol 42: there is no such rule",
        new NetworkRefusal(new NetworkChange.RemoveRule(ALL), 2, "").text());
    assertEquals(
        add.ip() + ": the gateway is on no network of the link (Nexthop has invalid gateway)",
        new NetworkRefusal(add, 101, "Nexthop has invalid gateway").text());
  }

  private static ByteBuffer body(NetworkChange change) {
    ByteBuffer message = written(change);
    return message.slice(BODY, message.limit() - BODY).order(message.order());
  }

  private static RouteSpec route(
      String network,
      int length,
      String gateway,
      Optional<InetAddress> source,
      int table,
      long metric) {
    return new RouteSpec(
        prefix(network, length),
        Optional.of(ip(gateway)),
        ETH0,
        source,
        table,
        metric,
        OURS,
        RouteSpec.Type.UNICAST);
  }

  private static RouteSpec blackhole(String network, int length) {
    return new RouteSpec(
        prefix(network, length),
        Optional.empty(),
        0,
        Optional.empty(),
        RouteSpec.TABLE_MAIN,
        0,
        OURS,
        RouteSpec.Type.BLACKHOLE);
  }

  private static RuleSpec rule(int table, long priority) {
    return new RuleSpec(
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        table,
        priority,
        OURS);
  }

  private static Prefix prefix(String network, int length) {
    return new Prefix(ip(network), length);
  }

  private static InetAddress ip(String address) {
    return LinksContract.ip(address);
  }
}
