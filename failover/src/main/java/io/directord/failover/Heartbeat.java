package io.directord.failover;

import io.directord.failover.vrrp.Ensemble;
import io.directord.failover.vrrp.Event;
import io.directord.failover.vrrp.Role;
import io.directord.failover.vrrp.State;
import io.directord.kernel.packet.Poller;
import io.directord.kernel.packet.RealTime;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Runs the elections of all virtual routers: hears advertisements, sends ours when they are due,
 * and has addresses claimed and released. A thread of its own that waits for nothing but packets
 * and time. All methods but {@link #post} and {@link #view} are for that thread.
 */
final class Heartbeat implements Runnable {
  /** Of this thread; the one that stops it for garbage comes before, the addresses come after. */
  static final int FIFO_PRIORITY = 50;

  /** So long before it may be Active does a Backup wake: more than a wake-up is ever late. */
  private static final long READY_NANOS = 3_000_000;

  /** So long before it, it goes no more through what it will do. */
  private static final long WAITING_NANOS = 200_000;

  /** Turns at least so often, so that others see that it lives. */
  static final long TURN_NANOS_MAX = 500_000_000;

  private final Poller poller;
  private final Consumer<Throwable> onBug;
  private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
  private final Bulletin bulletin;
  private final Rivals rivals;
  private final Shadows shadows;
  private final Elections elections;
  private final Switchboard switchboard;
  private final Vanguard vanguard;
  private final Roster roster;
  private final Handovers handovers;
  private final boolean passive;
  private boolean ended;
  private volatile long turnedNanos = Poller.nowNanos();
  private volatile RoutersView view = RoutersView.EMPTY;

  Heartbeat(
      Poller poller,
      AddressKeeper keeper,
      Consumer<FailoverEvent> onEvent,
      Consumer<Throwable> onBug,
      InstantSource clock,
      boolean passive) {
    this.poller = poller;
    this.onBug = onBug;
    this.passive = passive;
    this.bulletin = new Bulletin(onEvent);
    this.rivals = new Rivals(keeper, bulletin, clock, passive);
    this.shadows = new Shadows(bulletin, clock, passive);
    this.elections = new Elections(keeper, rivals, bulletin, clock, this::post, passive);
    this.switchboard =
        new Switchboard(poller, new Receiving(elections, rivals, shadows, keeper, bulletin));
    this.vanguard = passive ? (_, _) -> {} : new KernelVanguard();
    this.roster = new Roster(elections, switchboard, vanguard, keeper, bulletin, clock);
    this.handovers = new Handovers(elections);
  }

  /** From any thread. */
  void post(Runnable work) {
    mailbox.add(work);
    poller.wake();
  }

  RoutersView view() {
    return view;
  }

  /** When it was last seen alive, on {@link Poller#nowNanos}. From any thread. */
  long turnedNanos() {
    return turnedNanos;
  }

  @Override
  public void run() {
    try {
      RealTime.scheduleFifo(FIFO_PRIORITY).ifPresent(this::notPunctual);
      RealTime.scheduleVmThread(FIFO_PRIORITY + 1).ifPresent(this::notPunctual);
      RealTime.favourProcess().ifPresent(this::notPunctual);
      RealTime.lockMemory().ifPresent(this::notPunctual);
      while (!ended) {
        turn();
      }
    } catch (RuntimeException | Error bug) {
      elections.resignAll();
      onBug.accept(bug);
    } finally {
      handovers.abandon();
      switchboard.close();
      vanguard.close();
      poller.close();
    }
  }

  private void notPunctual(String because) {
    bulletin.tell(new FailoverEvent.NotPunctual(because));
  }

  private void turn() {
    for (Runnable work = mailbox.poll(); work != null; work = mailbox.poll()) {
      work.run();
    }
    long now = Poller.nowNanos();
    long next = now + TURN_NANOS_MAX;
    for (VirtualRouter router : elections.routers()) {
      next = earlier(next, tick(router, now));
    }
    publish();
    handovers.finishHandovers(); // whoever waited finds everything told
    turnedNanos = now;
    if (!ended) {
      poller.await(next);
    }
  }

  /**
   * A Backup that is about to take over wakes a little earlier, goes through what it will do, and
   * stays awake: a thread that slept for long finds its code and data far away, and is 1 ms late.
   * Not reached while an Active router is heard. Answers when to wake.
   */
  private long ready(VirtualRouter router, State state, long deadline, long now) {
    if (!(state instanceof State.Backup) || passive) {
      return deadline;
    }
    if (deadline - now > READY_NANOS) {
      return deadline - READY_NANOS;
    }
    if (deadline - now > WAITING_NANOS) {
      elections.makeReady(router, deadline);
    }
    return now; // that is: do not sleep
  }

  void end() {
    ended = true;
  }

  /** Ticks if it is time, and answers when the next time is. */
  private long tick(VirtualRouter router, long now) {
    State state = elections.state(router);
    OptionalLong deadline = state.deadlineNanos();
    if (deadline.isPresent() && now - deadline.getAsLong() >= 0) {
      if (state.role() == Role.ACTIVE) {
        router.counters().lateness.record(now - deadline.getAsLong());
      }
      elections.step(router, new Event.Tick(), now);
      deadline = elections.state(router).deadlineNanos();
    }
    rivals.silent(router, elections.state(router).role(), now);
    shadows.look(router, elections.state(router), now);
    return deadline.isPresent()
        ? ready(router, elections.state(router), deadline.getAsLong(), now)
        : now + TURN_NANOS_MAX;
  }

  private static long earlier(long a, long b) {
    return a - b <= 0 ? a : b;
  }

  /** Takes up, changes and gives up routers; those unchanged notice nothing. */
  void configure(List<RouterSettings> wanted, List<Ensemble.Group> groups, Set<String> adopted) {
    roster.configure(wanted, groups, adopted);
  }

  void onLinks(LinkTable seen) {
    shadows.onLinks(seen);
    roster.onLinks(seen);
  }

  /** Why packets for routers without Accept_Mode cannot be dropped; empty: they are. */
  void filtered(Optional<String> trouble) {
    roster.filtered(trouble);
  }

  /** What is tracked says: so much priority more or less, and whether it may be Active at all. */
  void tracked(String name, int delta, Optional<String> fault) {
    roster.tracked(name, delta, fault);
  }

  /** Hands over, and completes when those that were Active are something else or are so again. */
  void handOver(Optional<String> name, boolean leave, CompletableFuture<Map<String, Role>> done) {
    handovers.handOver(name, leave, done, Poller.nowNanos());
  }

  private void publish() {
    if (bulletin.takeChanged()) {
      view =
          new RoutersView(
              elections.routers().stream()
                  .map(router -> router.view(elections.state(router).role()))
                  .toList(),
              switchboard.strangers());
    }
    bulletin.publish();
  }
}
