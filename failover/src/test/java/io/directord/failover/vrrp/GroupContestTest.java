package io.directord.failover.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.vrrp.Ensemble.Group;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Two nodes that start at once, each the better one in one member of the group: without a rule both
 * would be Active, leave and come back together for ever. A millisecond is a step of time, and the
 * delay of the LAN.
 */
final class GroupContestTest {
  private static final long MS = 1_000_000;
  private static final List<Group> GROUPS = List.of(new Group("g", Set.of("r1", "r2")));

  private record Sent(String router, Event.Received advertisement) {}

  private static final class Node {
    final Map<String, Settings> settings;
    Ensemble ensemble = new Ensemble(Map.of());
    List<Sent> inbox = new ArrayList<>();
    int claims;

    Node(int r1, int r2, int address) {
      settings = Map.of("r1", settings(r1, address), "r2", settings(r2, address));
    }

    void give(String router, Event event, long now, Node peer) {
      Ensemble.Outcome outcome = ensemble.step(settings, GROUPS, router, event, now);
      ensemble = outcome.next();
      outcome.moves().forEach(moved -> moved.step().effects().forEach(e -> act(moved, e, peer)));
    }

    private void act(Ensemble.Moved moved, Effect effect, Node peer) {
      Settings self = settings.getOrDefault(moved.router(), settings(1, 1));
      claims += effect instanceof Effect.ClaimAddresses ? 1 : 0;
      if (effect instanceof Effect.SendAdvertisement(var priority)) {
        Advertisement said = new Advertisement(3, 1, priority, self.intervalNanos(), List.of());
        peer.inbox.add(new Sent(moved.router(), new Event.Received(said, self.address())));
      }
    }

    List<Sent> taken() {
      List<Sent> taken = inbox;
      inbox = new ArrayList<>();
      return taken;
    }

    long active() {
      return ensemble.states().values().stream().filter(s -> s.role() == Role.ACTIVE).count();
    }
  }

  @Test
  void oneNodeWinsWithAllItsMembers() {
    Node a = new Node(200, 100, 1);
    Node b = new Node(100, 200, 2);
    for (String router : List.of("r1", "r2")) {
      a.give(router, new Event.Startup(), 0, b);
      b.give(router, new Event.Startup(), 0, a);
    }
    for (long now = 0; now < 60_000 * MS; now += MS) {
      long at = now;
      List<Sent> forA = a.taken();
      List<Sent> forB = b.taken();
      forA.forEach(sent -> a.give(sent.router(), sent.advertisement(), at, b));
      forB.forEach(sent -> b.give(sent.router(), sent.advertisement(), at, a));
      for (String router : List.of("r1", "r2")) {
        a.give(router, new Event.Tick(), at, b);
        b.give(router, new Event.Tick(), at, a);
      }
    }
    assertEquals(2, a.active(), "the first member decides");
    assertEquals(0, b.active());
    assertTrue(a.claims + b.claims <= 4, () -> a.claims + " and " + b.claims + " claims");
  }

  private static Settings settings(int priority, int address) {
    InetAddress source = InetAddress.ofLiteral("192.0.2." + address);
    return new Settings(3, priority, 1_000 * MS, true, 0, 3, 0, source);
  }
}
