package io.directord.health;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Probes targets and tells their verdicts. Its work is done by the loops of one group, which stays
 * its creator's to shut down; its methods may be called from any thread.
 */
public final class HealthChecker implements AutoCloseable {
  /** Probes in flight at the same time, unless something else is asked for. */
  public static final int IN_FLIGHT_MAX = 4096;

  private static final int OPEN_FILES_SHARE = 2;
  private static final long CLOSE_SECONDS = 5;

  private final Probe.Kinds kinds;
  private final ProbeStatistics statistics;
  private final long openFiles = OpenFiles.limit();
  private final List<ProbeLoop> loops;
  private final LoopLoads<ProbeLoop> loads;
  private final Map<ProbeLoop, Integer> shares = new HashMap<>();
  private int inFlightMax;
  private volatile Map<Target, Tracked> tracked = Map.of();
  private boolean closed;

  /**
   * With as many probes in flight as the default and this process's open files allow.
   *
   * @param onBug told of every mistake of ours on a probe loop; the probes go on meanwhile
   */
  public HealthChecker(
      EventLoopGroup group,
      Probe.Kinds kinds,
      VerdictListener listener,
      Consumer<Throwable> onBug) {
    this(group, kinds, listener, onBug, inFlightMax(OpenFiles.limit(), IN_FLIGHT_MAX));
  }

  public HealthChecker(
      EventLoopGroup group,
      Probe.Kinds kinds,
      VerdictListener listener,
      Consumer<Throwable> onBug,
      int inFlightMax) {
    this.kinds = kinds;
    Outputs outputs = new Outputs(listener, onBug);
    List<EventLoop> eventLoops = new ArrayList<>();
    for (EventExecutor executor : group) {
      eventLoops.add((EventLoop) executor);
    }
    if (inFlightMax < eventLoops.size()) {
      throw new IllegalArgumentException(
          "each of " + eventLoops.size() + " loops needs a probe, found at most " + inFlightMax);
    }
    SplittableRandom random = new SplittableRandom();
    loops = eventLoops.stream().map(loop -> new ProbeLoop(loop, outputs, random.split())).toList();
    loads = new LoopLoads<>(loops);
    statistics = new ProbeStatistics(loops.stream().map(ProbeLoop::statistics).toList());
    this.inFlightMax = inFlightMax;
    shareOut();
  }

  /** Loops named {@code probe-1} and so on. */
  public static EventLoopGroup newLoops(int threads) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory named =
        work -> new FastThreadLocalThread(work, "probe-" + number.incrementAndGet());
    return new MultiThreadIoEventLoopGroup(threads, named, EpollIoHandler.newFactory());
  }

  /** Half of the files at most: the other half is for everything else in this process. */
  static int inFlightMax(long openFiles, int wanted) {
    return Math.clamp(openFiles / OPEN_FILES_SHARE, 1, wanted);
  }

  /**
   * From now on at most this many probes are in flight, and no more than the open files of this
   * process allow; what is in flight already is not ended for it.
   *
   * @return how many it is
   */
  public synchronized int limitInFlight(int wanted) {
    inFlightMax = inFlightMax(openFiles, wanted);
    shareOut();
    return inFlightMax;
  }

  /**
   * Probes exactly these from now on. The first probe of a new target starts at once, of very many
   * some hundred milliseconds later ({@link Pace}); a target that stays keeps its state, its
   * counters and its schedule. Once this returns, no verdict of a target that went is delivered.
   */
  public synchronized void update(Set<Target> wanted) {
    if (closed) {
      throw new IllegalStateException("the health checker is closed");
    }
    Map<Target, Tracked> before = tracked;
    Map<Target, Probe> probes = probesOfNew(wanted, before);
    Map<Target, Tracked> after = new LinkedHashMap<>();
    List<Tracked> added = new ArrayList<>();
    for (Target target : wanted) {
      Tracked kept = before.get(target);
      if (kept == null) {
        kept = pin(target, probes.get(target));
        added.add(kept);
      }
      after.put(target, kept);
    }
    List<Tracked> gone =
        before.values().stream().filter(t -> !wanted.contains(t.target())).toList();
    gone.forEach(this::unpin);
    tracked = Collections.unmodifiableMap(after);
    shareOut();
    Map<ProbeLoop, List<Tracked>> goneByLoop = byLoop(gone);
    Map<ProbeLoop, List<Tracked>> addedByLoop = byLoop(added);
    for (ProbeLoop loop : loops) {
      List<Tracked> less = goneByLoop.getOrDefault(loop, List.of());
      List<Tracked> more = addedByLoop.getOrDefault(loop, List.of());
      if (!less.isEmpty() || !more.isEmpty()) {
        loop.eventLoop().execute(() -> loop.change(less, more));
      }
    }
  }

  /** What is known of every target now. */
  public Map<Target, TargetStatus> snapshot() {
    Map<Target, Tracked> now = tracked;
    Map<Target, TargetStatus> view = LinkedHashMap.newLinkedHashMap(now.size());
    now.forEach((target, each) -> view.put(target, each.status()));
    return Collections.unmodifiableMap(view);
  }

  /** Targets whose last probe failed, though perhaps not often enough for a verdict. Cheap. */
  public Set<Target> failing() {
    return tracked.values().stream()
        .filter(Tracked::failing)
        .map(Tracked::target)
        .collect(Collectors.toSet());
  }

  public ProbeStatistics statistics() {
    return statistics;
  }

  /** Ends all probes and their sockets. Once this returns, no verdict is delivered. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Collection<Tracked> all = tracked.values();
    all.forEach(Tracked::retire);
    tracked = Map.of();
    Map<ProbeLoop, List<Tracked>> byLoop = byLoop(all);
    List<Future<?>> stopping = new ArrayList<>();
    for (ProbeLoop loop : loops) {
      List<Tracked> mine = byLoop.getOrDefault(loop, List.of());
      if (loop.eventLoop().inEventLoop()) {
        loop.stop(mine);
      } else if (!loop.eventLoop().isShutdown()) {
        stopping.add(loop.eventLoop().submit(() -> loop.stop(mine)));
      }
    }
    stopping.forEach(each -> each.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS));
  }

  /** Made before anything is changed: a check that has no probe must not leave half an update. */
  private Map<Target, Probe> probesOfNew(Set<Target> wanted, Map<Target, Tracked> before) {
    Map<Target, Probe> probes = new LinkedHashMap<>();
    for (Target target : wanted) {
      if (target.check() instanceof Check.Probed check && !before.containsKey(target)) {
        probes.put(target, kinds.probe(target.endpoint(), check));
      }
    }
    return probes;
  }

  private Tracked pin(Target target, @Nullable Probe probe) {
    long load = probe == null ? 0 : LoopLoads.load(target.timing().interval(), probe.cost());
    ProbeLoop loop = loads.add(load);
    return new Tracked(target, probe, loop, load, loop.nowNanos());
  }

  private void unpin(Tracked gone) {
    loads.remove(gone.loop(), gone.load());
    gone.retire();
  }

  /** Each loop keeps its own share, so that none has to ask or wake another. */
  private void shareOut() {
    List<ProbeLoop> used = loads.inUse();
    int share = Math.max(1, inFlightMax / used.size());
    for (ProbeLoop loop : loops) {
      int its = used.contains(loop) ? share : 0;
      Integer before = shares.put(loop, its);
      if (before == null ? its > 0 : before != its) {
        loop.eventLoop().execute(() -> loop.inFlightMax(its));
      }
    }
  }

  private static Map<ProbeLoop, List<Tracked>> byLoop(Collection<Tracked> all) {
    return all.stream().collect(Collectors.groupingBy(Tracked::loop));
  }
}
