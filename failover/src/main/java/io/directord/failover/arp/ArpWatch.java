package io.directord.failover.arp;

import io.directord.failover.arp.Reach.Way;
import io.directord.failover.arp.Watched.Pairing;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.packet.Poller;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds real servers that answer for, or announce, an address which they have for direct routing
 * only: asks each for it now and then, and listens. A turn asks a server for its own address first,
 * which shows that it is there, and where; then for the service's, which is to be met with silence.
 * Works on its loop; public methods may be called from any thread.
 */
public final class ArpWatch implements AutoCloseable {
  /** So long an answer may take. */
  static final long ANSWER_NANOS = 1_000_000_000;

  /** More are not watched. */
  public static final int WATCHED_MAX = 16_384;

  /** A successor may be heard to announce an address before it is heard to advertise. */
  static final long SETTLING_NANOS = 500_000_000;

  private static final long AGAIN_NANOS = 1_000_000_000;

  /** What it needs to know of elections, and whom it tells; called on its loop. */
  public interface World {
    Owner owner(InetAddress virtual);

    /** As they advertise, and are configured. */
    Collection<InetAddress> directors();

    void onEvent(ArpEvent event);

    void onBug(Throwable bug);
  }

  /** How often a claim has been judged: some only after asking, or waiting, for more. */
  private enum Look {
    FIRST,
    SECOND,
    LAST
  }

  private final WatchLoop loop;
  private final World world;
  private final InstantSource clock;
  private final boolean passive;
  private final Turns<Pairing> turns = new Turns<>();
  private final Troubles troubles = new Troubles();
  private final Acquaintances known = new Acquaintances();
  private final Ears ears;
  private final Askings askings = new Askings();
  private final Map<Pairing, Sign> settling = new HashMap<>();
  private final Introductions introductions;
  private final LongAdder questions = new LongAdder();
  private final LongAdder claims = new LongAdder();
  private Map<InetAddress, List<InetAddress>> serversOf = Map.of();
  private @Nullable Future<?> timer;
  private volatile Map<Pairing, Watched> watched = Map.of();
  private volatile Map<Pairing, Finding> findings = Map.of();

  /**
   * Needs a {@link #start}.
   *
   * @param passive only listens
   */
  public ArpWatch(
      IoEventLoop loop, Links links, World world, InstantSource clock, boolean passive) {
    this.loop = new WatchLoop(loop, world::onBug);
    this.introductions = new Introductions(this.loop, links, known);
    this.ears = new Ears(this.loop, links, new Heard(), passive);
    this.world = world;
    this.clock = clock;
    this.passive = passive;
  }

  public void start() throws KernelException {
    ears.start();
  }

  /** Watches these from now on; what is new is asked soon. */
  public void update(List<Watched> all, Duration interval) {
    Map<Pairing, Watched> next = new LinkedHashMap<>();
    all.stream().limit(WATCHED_MAX).forEach(each -> next.put(each.key(), each));
    watched = next;
    loop.post(() -> {
      if (all.size() > WATCHED_MAX) {
        world.onEvent(
            new ArpEvent.Unwatched(
                "there are more pairs of address and server than the limit of " + WATCHED_MAX));
      }
      serversOf =
          next.keySet().stream()
              .collect(
                  Collectors.groupingBy(
                      Pairing::virtual, Collectors.mapping(Pairing::server, Collectors.toList())));
      known.servers(next.keySet().stream().map(Pairing::server).collect(Collectors.toSet()));
      long now = Poller.nowNanos();
      List<ArpEvent.Ended> over = troubles.keep(next, now);
      publish();
      over.forEach(world::onEvent);
      ears.want(Set.copyOf(known.servers()), serversOf.keySet());
      // The others have turns when they are found within reach: behind a router they never are.
      turns.update(
          next.keySet().stream().filter(key -> ears.way(key.server()).isPresent()).toList(),
          interval,
          now);
    });
  }

  /**
   * Somebody who holds the address found out that this server claims it; false when that is not
   * watched.
   *
   * @param heardNanos when it did so last, by {@code CLOCK_MONOTONIC}
   */
  public boolean told(InetAddress virtual, InetAddress server, MacAddress mac, long heardNanos) {
    if (Family.of(virtual) != Family.of(server)) {
      return false;
    }
    Pairing key = new Pairing(virtual, server);
    if (!watched.containsKey(key)) {
      return false;
    }
    loop.post(() -> {
      Finding before = findings.get(key);
      Sign sign =
          before == null
              ? settling.getOrDefault(key, Sign.CLAIMS)
              : before.signs().iterator().next();
      trouble(key, new Claim(virtual, mac, sign), heardNanos);
    });
    return true;
  }

  /** Cheap: read it as often as needed. */
  public ArpView view() {
    return ArpView.of(findings.values(), questions, claims);
  }

  private void tick() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    turns.next(Poller.nowNanos()).ifPresent(this::begin);
    turns
        .nextNanos()
        .ifPresent(at -> timer = loop.schedule(this::tick, Math.max(0, at - Poller.nowNanos())));
  }

  private void begin(Pairing key) {
    long now = Poller.nowNanos();
    Optional<Way> way = ears.way(key.server());
    if (way.isEmpty()) {
      turns.gone(key);
      return;
    }
    known.directors(world.directors());
    Owner owner = world.owner(key.virtual());
    int link = way.get().link().index();
    if (!Judgement.isKnown(owner, known, ears.reach(), link)) {
      introductions.owner(owner, ears, link);
      turns.again(key, now + AGAIN_NANOS);
      return;
    }
    turns.asked(key, now);
    boolean awaited = askings.isAwaited(key.server());
    Askings.Asking asking = askings.begin(key, now);
    if (!awaited) {
      ears.ask(way.get(), key.server(), known.mac(key.server()));
    }
    loop.schedule(() -> end(asking), ANSWER_NANOS);
  }

  private void end(Askings.Asking asking) {
    askings.end(asking);
    boolean proven = asking.answered() || passive;
    if (!proven) {
      known.forget(asking.key().server());
    }
    troubles
        .turn(asking.key(), proven, asking.beganNanos(), Poller.nowNanos())
        .ifPresent(over -> {
          publish();
          world.onEvent(over);
        });
  }

  /** The server is there: now the question that it must not answer. A director may answer it. */
  private void follow(Askings.Asking asking, MacAddress server) {
    if (!Judgement.isRight(server, known, ears.reach())) {
      ears.way(asking.key().server())
          .filter(way -> ears.ask(way, asking.key().virtual(), Optional.of(server)))
          .ifPresent(_ -> questions.increment());
    }
  }

  private void judge(Claim claim, int link, Look look) {
    List<InetAddress> servers = serversOf.get(claim.address());
    if (servers == null) {
      return;
    }
    known.directors(world.directors());
    Owner owner = world.owner(claim.address());
    switch (Judgement.of(claim, servers, owner, known, ears.reach(), link)) {
      case Judgement.Nothing() -> {}
      case Judgement.Trouble(var server) -> {
        Pairing key = new Pairing(claim.address(), server);
        if (look == Look.LAST || owner instanceof Owner.Fixed || findings.containsKey(key)) {
          trouble(key, claim, Poller.nowNanos());
        } else if (settling.putIfAbsent(key, claim.sign()) == null) {
          Runnable again =
              () -> {
                settling.remove(key);
                judge(claim, link, Look.LAST);
              };
          loop.schedule(again, SETTLING_NANOS);
        }
      }
      case Judgement.WhoIsThat() -> {
        if (look == Look.FIRST) {
          introductions.byKernel(() -> judge(claim, link, Look.SECOND));
        }
      }
      case Judgement.WhoOwnsIt() -> introductions.owner(owner, ears, link);
    }
  }

  private void trouble(Pairing key, Claim claim, long heardNanos) {
    Watched pair = watched.get(key);
    if (pair == null) {
      return;
    }
    claims.increment();
    Optional<ArpEvent.Began> began = troubles.heard(pair, claim, clock.instant(), heardNanos);
    publish();
    began.ifPresent(world::onEvent);
  }

  private void publish() {
    findings = Map.copyOf(troubles.findings());
  }

  /** Waits for nothing. */
  @Override
  public void close() {
    loop.end(ears::close);
  }

  /** What is heard, and by whom. */
  private final class Heard implements Ears.Listener {
    @Override
    public void heard(Claim claim, int linkIndex) {
      known.learn(claim.address(), claim.mac());
      askings.answered(claim.address()).forEach(each -> follow(each, claim.mac()));
      judge(claim, linkIndex, Look.FIRST);
    }

    @Override
    public void found(Set<InetAddress> hosts) {
      turns.soon(
          watched.keySet().stream().filter(key -> hosts.contains(key.server())).toList(),
          Poller.nowNanos());
      tick();
    }

    @Override
    public void deaf(String because) {
      world.onEvent(new ArpEvent.Unwatched(because));
    }
  }
}
