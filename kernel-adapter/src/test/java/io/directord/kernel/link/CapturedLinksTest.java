package io.directord.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Capture;
import io.directord.kernel.netlink.AttributeTree;
import io.directord.kernel.netlink.MalformedMessage;
import io.directord.kernel.netlink.MessageWriter;
import io.directord.kernel.netlink.ScriptedKernel;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Our messages against those of iproute2, and the kernel's own bytes as values. */
final class CapturedLinksTest {
  private static final int BODY = MessageWriter.HEADER_BYTES;
  private static final int ETH0 = 2;

  private static final List<AddressChange> CHANGES =
      List.of(
          add(spec("10.9.9.10", 32, Scope.GLOBAL, Optional.of("eth0:web"), false, false)),
          add(spec("fd00:9::10", 128, Scope.GLOBAL, Optional.empty(), true, false)),
          add(spec("10.9.9.11", 32, Scope.LINK, Optional.empty(), false, true)),
          add(
              new AddressSpec(
                  ip("fd00:9::11"),
                  64,
                  Scope.GLOBAL,
                  Optional.empty(),
                  false,
                  false,
                  Optional.empty(),
                  300,
                  600)),
          new AddressChange.RemoveAddress(ETH0, "eth0", ip("10.9.9.10"), 32),
          new AddressChange.RemoveAddress(ETH0, "eth0", ip("fd00:9::10"), 128));

  private final Capture answers = Capture.read(CapturedLinksTest.class, "rtnetlink-answers");

  @TestFactory
  Stream<DynamicTest> aChangeSaysTheSameAsItsCommandLine() {
    Capture capture = Capture.read(CapturedLinksTest.class, "rtnetlink-changes");
    return CHANGES.stream()
        .map(change ->
            DynamicTest.dynamicTest(
                change.ip(), () -> saysTheSame(capture.message(change.ip()), change)));
  }

  private static void saysTheSame(ByteBuffer theirs, AddressChange change) throws Exception {
    ByteBuffer ours = ScriptedKernel.buffer(512);
    MessageWriter out = new MessageWriter(ours);
    LinkCodec.write(out, change, 1);
    out.addFlag(MessageWriter.FLAG_ACK);
    ours.flip();
    assertEquals(theirs.getInt(4), ours.getInt(4), "type and flags");
    assertEquals(theirs.getLong(BODY), ours.getLong(BODY), "struct ifaddrmsg");
    int attributes = BODY + LinkCodec.ADDRESS_HEADER_BYTES;
    assertEquals(
        AttributeTree.of(theirs.position(attributes)), AttributeTree.of(ours.position(attributes)));
  }

  @Test
  void linksAreRead() throws Exception {
    List<Link> links = new ArrayList<>();
    for (ByteBuffer body : bodies("link ")) {
      LinkReader.link(body).ifPresent(links::add);
    }
    assertEquals(
        new Link(
            1, "lo", 65536, true, true, true, Optional.of(new MacAddress(0)), Optional.empty()),
        links.get(0));
    assertEquals(
        new Link(
            2,
            "eth0",
            1400,
            true,
            true,
            false,
            Optional.of(new MacAddress(0x0200_0000_0001L)),
            Optional.of("dummy")),
        links.get(1));
    Link unplugged = links.get(3);
    assertEquals("v1", unplugged.name());
    assertEquals(Optional.of("veth"), unplugged.kind());
    assertTrue(unplugged.up() && !unplugged.running());
  }

  @Test
  void addressesAreRead() throws Exception {
    List<Address> addresses = new ArrayList<>();
    for (ByteBuffer body : bodies("address ")) {
      LinkReader.address(body).ifPresent(addresses::add);
    }
    assertTrue(
        addresses.contains(
            new Address(
                ETH0,
                ip("10.9.9.10"),
                32,
                Scope.GLOBAL,
                Optional.of("eth0:web"),
                Set.of(AddressFlag.PERMANENT),
                Optional.empty(),
                AddressSpec.FOREVER,
                AddressSpec.FOREVER)));
    assertTrue(
        addresses.contains(
            new Address(
                ETH0,
                ip("fd00:9::10"),
                128,
                Scope.GLOBAL,
                Optional.empty(),
                Set.of(AddressFlag.PERMANENT, AddressFlag.NO_DAD),
                Optional.empty(),
                AddressSpec.FOREVER,
                AddressSpec.FOREVER)));
    Address leased =
        addresses.stream()
            .filter(each -> each.address().equals(ip("fd00:9::11")))
            .findFirst()
            .orElseThrow();
    assertTrue(leased.validSeconds() <= 600 && leased.preferredSeconds() <= 300);
    assertEquals(8, addresses.size());
  }

  @Test
  void neighboursAreRead() throws Exception {
    assertEquals(
        Optional.of(
            new Neighbor(
                ETH0,
                ip("10.9.9.77"),
                Optional.of(new MacAddress(0x0200_0000_0077L)),
                NeighborState.PERMANENT)),
        LinkReader.neighbor(body(answers.message("neighbor 1"))));
  }

  @Test
  void eventsAreRead() throws Exception {
    Capture capture = Capture.read(CapturedLinksTest.class, "rtnetlink-events");
    List<String> events = new ArrayList<>();
    for (String name : capture.names()) {
      ByteBuffer message = capture.message(name);
      LinkReader.event(message.getShort(4), body(message))
          .ifPresent(event -> events.add(event.getClass().getSimpleName() + " " + subject(event)));
    }
    assertTrue(events.contains("AddressChanged 10.9.9.20"), events::toString);
    assertTrue(events.contains("AddressGone 10.9.9.20"), events::toString);
    assertTrue(events.contains("LinkChanged v1"), events::toString);
    assertTrue(events.contains("LinkGone v1"), events::toString);
    assertTrue(events.contains("NeighborGone 10.9.9.77"), events::toString);
  }

  private static String subject(LinkEvent event) {
    return switch (event) {
      case LinkEvent.LinkChanged(var link) -> link.name();
      case LinkEvent.LinkGone(var link) -> link.name();
      case LinkEvent.AddressChanged(var address) -> address.address().getHostAddress();
      case LinkEvent.AddressGone(var address) -> address.address().getHostAddress();
      case LinkEvent.NeighborChanged(var neighbor) -> neighbor.address().getHostAddress();
      case LinkEvent.NeighborGone(var neighbor) -> neighbor.address().getHostAddress();
      case LinkEvent.Lost() -> "";
    };
  }

  @Test
  void damagedMessagesAreReadOrMalformed() {
    for (String name : answers.names()) {
      ByteBuffer whole = body(answers.message(name));
      Random random = new Random(name.hashCode());
      for (int end = 0; end <= whole.limit(); end++) {
        byte[] bytes = new byte[end];
        whole.get(0, bytes);
        read(bytes, whole);
        for (int flips = 0; flips < 3 && end > 0; flips++) {
          bytes[random.nextInt(end)] ^= (byte) (1 << random.nextInt(8));
        }
        read(bytes, whole);
        random.nextBytes(bytes);
        read(bytes, whole);
      }
    }
  }

  private static void read(byte[] bytes, ByteBuffer like) {
    for (int type : new int[] {LinkCodec.NEW_LINK, LinkCodec.NEW_ADDRESS, LinkCodec.NEW_NEIGHBOR}) {
      try {
        LinkReader.event(type, ByteBuffer.wrap(bytes).order(like.order()));
      } catch (MalformedMessage expected) {
        // that is how it should be said
      }
    }
  }

  private List<ByteBuffer> bodies(String prefix) {
    List<ByteBuffer> bodies = new ArrayList<>();
    for (String name : answers.names()) {
      if (name.startsWith(prefix)) {
        bodies.add(body(answers.message(name)));
      }
    }
    return bodies;
  }

  private static ByteBuffer body(ByteBuffer message) {
    return message.slice(BODY, message.limit() - BODY).order(message.order());
  }

  private static AddressChange add(AddressSpec spec) {
    return new AddressChange.AddAddress(ETH0, "eth0", spec);
  }

  private static AddressSpec spec(
      String address,
      int prefixLength,
      Scope scope,
      Optional<String> label,
      boolean noDad,
      boolean noPrefixRoute) {
    return new AddressSpec(
        ip(address),
        prefixLength,
        scope,
        label,
        noDad,
        noPrefixRoute,
        Optional.empty(),
        AddressSpec.FOREVER,
        AddressSpec.FOREVER);
  }

  private static InetAddress ip(String address) {
    return LinksContract.ip(address);
  }
}
