package io.directord.failover.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.vrrp.Ensemble.Group;
import io.directord.failover.vrrp.Ensemble.Moved;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two to four directors on a LAN that delays and reorders, and where it is rough also loses,
 * duplicates and cuts one way. What must always hold is checked after each event.
 */
final class SimulatedLan {
  private static final long MS = 1_000_000;
  private static final long TROUBLE_UNTIL = 30_000 * MS;
  private static final long LATENESS_MAX = MS;
  private static final long PREEMPT_DELAY_MAX = 2_000 * MS;
  private static final long STARTUP_DELAY_MAX = 2_000 * MS;
  private static final int LOG_MAX = 60;

  private record Due(long at, long number, Runnable what) {}

  private record Logged(long at, String node, Event event, Moved moved) {
    @Override
    public String toString() {
      return at / 1000 + " us " + node + " " + moved.router() + " " + event + ": " + moved.step();
    }
  }

  private final Random random;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final List<String> routers;
  private final boolean calm;
  private final long delayMax;
  private final long downMax;
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
  private final ArrayDeque<Logged> log = new ArrayDeque<>();
  private final Map<String, Long> overlapSince = new HashMap<>();
  private final Map<String, Long> holeSince = new HashMap<>();
  private final Set<String> cut = new HashSet<>();
  private double loss;
  private long now;
  private long numbers;

  SimulatedLan(Random random, boolean calm, boolean grouped) {
    this.random = random;
    this.calm = calm;
    this.routers = grouped ? List.of("r1", "r2") : List.of("r1");
    this.delayMax = MS / 2 + random.nextLong(4 * MS);
    this.loss = calm ? 0 : random.nextDouble(0.3);
    int version = 2 + random.nextInt(2);
    long interval = version == 2 ? 1_000 * MS : (100 + random.nextLong(900)) * MS;
    boolean learning = version == 3 && random.nextBoolean();
    List<Group> groups = grouped ? List.of(new Group("g", Set.copyOf(routers))) : List.of();
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      SimulatedNode node = new SimulatedNode("n" + i, groups, random.nextLong(), this);
      for (String router : routers) {
        long own = learning ? (100 + random.nextLong(900)) * MS : interval;
        node.settings.put(router, settings(version, own, i));
      }
      nodes.add(node);
    }
    this.downMax =
        5
            * nodes.stream()
                .flatMap(node -> node.settings.values().stream())
                .mapToLong(Settings::intervalNanos)
                .max()
                .orElseThrow();
  }

  private Settings settings(int version, long interval, int node) {
    int[] priorities = {1, 50, 100, 100, 100, 150, 200, 254, 255};
    int priority = priorities[random.nextInt(priorities.length)];
    // All bits are used, so that a signed comparison shows; the node makes it unique.
    String address = "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + node;
    return new Settings(
        version,
        priority,
        interval,
        random.nextInt(4) > 0,
        random.nextInt(4) > 0 ? 0 : random.nextLong(PREEMPT_DELAY_MAX),
        2 + random.nextInt(3),
        random.nextInt(4) > 0 ? 0 : random.nextLong(STARTUP_DELAY_MAX),
        InetAddress.ofLiteral(address));
  }

  long now() {
    return now;
  }

  long deadlineMaxNanos() {
    return downMax + STARTUP_DELAY_MAX;
  }

  long lateness() {
    return random.nextLong(LATENESS_MAX);
  }

  void at(long when, Runnable what) {
    queue.add(new Due(when, numbers++, what));
  }

  void log(String node, Event event, Moved moved) {
    log.add(new Logged(now, node, event, moved));
    if (log.size() > LOG_MAX) {
      log.remove();
    }
  }

  String log() {
    return log.stream().map(Logged::toString).collect(Collectors.joining("\n"));
  }

  void send(SimulatedNode from, String router, Event.Received advertisement) {
    for (SimulatedNode to : nodes) {
      boolean arrives = !cut.contains(from.name + to.name) && random.nextDouble() >= loss;
      if (to != from && arrives) {
        int copies = calm || random.nextInt(20) > 0 ? 1 : 2;
        for (int i = 0; i < copies; i++) {
          at(now + 1 + random.nextLong(delayMax), () -> to.give(router, advertisement));
        }
      }
    }
  }

  /** Half a minute of trouble, a quiet time, and then there must be one that holds everything. */
  void run() {
    for (SimulatedNode node : nodes) {
      at(random.nextLong(2_000 * MS), node::start);
    }
    for (long when = 0; when < TROUBLE_UNTIL; when += 1 + random.nextLong(4_000 * MS)) {
      at(when, this::trouble);
    }
    at(TROUBLE_UNTIL, this::heal);
    long settled = TROUBLE_UNTIL + 6 * downMax + PREEMPT_DELAY_MAX + STARTUP_DELAY_MAX;
    runUntil(settled);
    List<String> holders = routers.stream().map(this::onlyHolder).toList();
    assertEquals(1, new HashSet<>(holders).size(), () -> "a group is torn: " + holders);
    runUntil(settled + 2 * downMax);
    assertEquals(holders, routers.stream().map(this::onlyHolder).toList(), "does not last");
    bestWhereAllPreempt();
  }

  private void runUntil(long end) {
    for (Due due = queue.peek(); due != null && due.at() < end; due = queue.peek()) {
      queue.remove();
      now = due.at();
      due.what().run();
      routers.forEach(this::check);
    }
    now = end;
  }

  private void trouble() {
    SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
    String router = routers.get(random.nextInt(routers.size()));
    long later = now + random.nextLong(8_000 * MS);
    switch (random.nextInt(calm ? 6 : 9)) {
      case 0 -> {
        node.crash();
        at(later, node::start);
      }
      case 1 -> {
        node.give(router, new Event.Shutdown());
        at(later, node::start);
      }
      case 2 -> node.give(router, new Event.Yield(false));
      case 3 -> {
        node.give(router, new Event.Yield(true));
        at(later, node::start);
      }
      case 4 -> {
        node.give(router, new Event.Failed("eth0 is down"));
        at(later, () -> node.give(router, new Event.Recovered()));
      }
      case 5 -> reconfigure(node, router);
      case 6 -> {
        node.freeze();
        at(later, node::thaw);
      }
      case 7 -> cut.add(node.name + nodes.get(random.nextInt(nodes.size())).name);
      default -> cut.clear();
    }
  }

  private void reconfigure(SimulatedNode node, String router) {
    Settings s = node.self(router);
    if (s.owner()) {
      return;
    }
    Settings next =
        new Settings(
            s.version(),
            1 + random.nextInt(254),
            s.intervalNanos(),
            random.nextBoolean(),
            s.preemptDelayNanos(),
            s.downTimerAdverts(),
            s.startupDelayNanos(),
            s.address());
    node.settings.put(router, next);
    node.give(router, new Event.Reconfigured());
  }

  private void heal() {
    loss = 0;
    cut.clear();
    for (SimulatedNode node : nodes) {
      node.thaw();
      node.start();
      routers.forEach(router -> node.give(router, new Event.Recovered()));
    }
  }

  private void check(String router) {
    int claiming = 0;
    for (SimulatedNode node : nodes) {
      claiming += node.claims(router) ? 1 : 0;
    }
    if (claiming < 2) {
      overlapSince.remove(router);
    } else {
      long since = overlapSince.computeIfAbsent(router, _ -> now);
      // One delay until the better one is heard, and one until it has answered.
      assertTrue(
          !calm || now - since <= 2 * delayMax, () -> router + " is claimed twice since " + since);
    }
    checkHole(router);
  }

  private void checkHole(String router) {
    long able = Long.MAX_VALUE;
    boolean held = false;
    for (SimulatedNode node : nodes) {
      able = Math.min(able, node.eligibleSince(now));
      held |= node.holds(router);
    }
    if (held) {
      holeSince.remove(router);
      return;
    }
    long since = Math.max(holeSince.computeIfAbsent(router, _ -> now), able);
    // A group waits for its last member, and may have to settle first.
    long patience = (routers.size() == 1 ? 1 : 3) * downMax + STARTUP_DELAY_MAX;
    boolean bounded = routers.size() == 1 || calm;
    assertTrue(!bounded || now - since <= patience, () -> router + " has no holder since " + since);
  }

  private String onlyHolder(String router) {
    List<String> holders =
        nodes.stream().filter(node -> node.claims(router)).map(node -> node.name).toList();
    assertEquals(1, holders.size(), () -> router + " is held by " + holders);
    return holders.getFirst();
  }

  private void bestWhereAllPreempt() {
    String router = routers.getFirst();
    boolean all =
        routers.size() == 1
            && nodes.stream()
                .allMatch(node ->
                    node.self(router).preempt()
                        && !(node.state(router) instanceof State.Backup backup
                            && backup.standingBack()));
    // One that was started while it was still leaving has left, and takes no part.
    int best =
        nodes.stream()
            .filter(node -> !(node.state(router) instanceof State.Initialize))
            .mapToInt(node -> node.self(router).priority())
            .max()
            .orElseThrow();
    assertTrue(
        !all
            || nodes.stream()
                .anyMatch(node -> node.claims(router) && node.self(router).priority() == best),
        "a lower priority holds");
  }
}
