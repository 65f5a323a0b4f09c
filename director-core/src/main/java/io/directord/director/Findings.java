package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.journal.Entry;
import io.directord.director.reconcile.SelfDoubt;
import io.directord.director.reconcile.ServiceDecision;
import io.directord.director.reconcile.TargetValues;
import io.directord.director.reconcile.Verdicts;
import io.directord.health.HealthChecker;
import io.directord.health.Target;
import io.directord.health.Verdict;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the probes found: a mailbox for verdicts, the latest of each target, since when they hold,
 * and whether this node suspects itself. The director's loop's, but for {@link #arrive}.
 */
final class Findings {
  private static final Logger LOG = LoggerFactory.getLogger(Findings.class);

  /** Looking at every target is not done more often. */
  private static final Duration WITNESSES_FRESH = Duration.ofMillis(100);

  private static final Duration TIMER_EARLY = Duration.ofMillis(5);

  private final Map<Target, Verdict> arrived = new ConcurrentHashMap<>();
  private final SelfDoubt selfDoubt = new SelfDoubt();
  private final TargetValues<Instant> since = new TargetValues<>();
  private Set<Target> targets = Set.of();
  private Map<Target, Targets.Names> names = Map.of();
  private Set<Target> failing = Set.of();
  private long failingNanos = System.nanoTime() - WITNESSES_FRESH.toNanos();

  Findings(DirectorConfig config) {
    configure(config);
  }

  /** Forgets what is probed no more. */
  void configure(DirectorConfig config) {
    Map<Target, Set<String>> services = Targets.services(config);
    targets = services.keySet();
    names = Targets.names(config);
    since.configure(targets);
    selfDoubt.configure(config.selfDoubt(), services);
  }

  Set<Target> targets() {
    return targets;
  }

  /** Called by probe loops; verdicts of one moment are taken together. */
  void arrive(Verdict verdict) {
    arrived.put(verdict.target(), verdict);
  }

  /** Takes what arrived; answers with what is worth the journal. */
  List<Entry> take(@Nullable HealthChecker checker, Instant now) {
    long nowNanos = System.nanoTime();
    boolean fell = false;
    List<Entry> events = new ArrayList<>();
    for (Target target : List.copyOf(arrived.keySet())) {
      Verdict verdict = arrived.remove(target);
      if (verdict == null || !targets.contains(target)) {
        continue;
      }
      if (selfDoubt.take(verdict, nowNanos)) {
        boolean first = since.put(target, now) == null;
        if (!first || !verdict.up()) {
          events.add(event(verdict, first));
        }
        fell |= !verdict.up();
      }
    }
    if (selfDoubt.doubt().isPresent()) {
      events.addAll(look(Set.of(), nowNanos));
    } else if (fell && selfDoubt.isAlert()) {
      events.addAll(look(failing(checker, nowNanos), nowNanos));
    }
    return events;
  }

  private Entry event(Verdict verdict, boolean first) {
    Targets.Names known = names.getOrDefault(verdict.target(), Targets.Names.NONE);
    return Entry.of(
        "check",
        "check",
        known.check(),
        "type",
        verdict.target().check().type(),
        "name",
        known.servers(),
        "address",
        NetUtil.toSocketAddressString(verdict.target().address()),
        "state",
        verdict.up() ? "up" : "down",
        "was",
        first ? "unknown" : verdict.up() ? "down" : "up",
        "because",
        verdict.because());
  }

  /** Ends a doubt whose time is over; a timer of an earlier doubt ends nothing. */
  List<Entry> timeIsOver() {
    return selfDoubt.doubt().isPresent()
        ? look(Set.of(), System.nanoTime() + TIMER_EARLY.toNanos())
        : List.of();
  }

  private List<Entry> look(Set<Target> witnesses, long nowNanos) {
    Optional<SelfDoubt.Doubt> before = selfDoubt.doubt();
    int held = selfDoubt.held();
    selfDoubt.look(witnesses, nowNanos);
    Optional<SelfDoubt.Doubt> after = selfDoubt.doubt();
    if (before.isEmpty() && after.isPresent()) {
      String because = after.get().because();
      long millis = (after.get().untilNanos() - nowNanos) / 1_000_000;
      LOG.error(
          "event=self-doubt hold_ms={} because=\"{}\" this node is suspected: verdicts are held",
          millis,
          because);
      return List.of(Entry.of("self-doubt", "because", because));
    }
    if (before.isPresent() && after.isEmpty()) {
      String because =
          held == 0 ? "they came back" : held + " are still down, which is believed from now on";
      LOG.warn("event=self-doubt-ended because=\"{}\"", because);
      return List.of(Entry.of("self-doubt-ended", "because", because));
    }
    return List.of();
  }

  private Set<Target> failing(@Nullable HealthChecker checker, long nowNanos) {
    if (checker != null && nowNanos - failingNanos >= WITNESSES_FRESH.toNanos()) {
      failing = checker.failing();
      failingNanos = nowNanos;
    }
    return failing;
  }

  boolean complete() {
    return selfDoubt.hasAll(targets);
  }

  /** As decisions take them. */
  Verdicts verdicts() {
    return selfDoubt.verdicts();
  }

  /** As virtual routers take it: a node that suspects itself has no reason to keep addresses. */
  boolean quorumHeld(ServiceDecision decision) {
    return selfDoubt.doubt().isEmpty()
        ? decision.quorumHeld()
        : SelfDoubt.quorumHeld(decision, selfDoubt.actual());
  }

  Optional<SelfDoubt.Doubt> doubt() {
    return selfDoubt.doubt();
  }

  /** Since when each target is up, or down. */
  Map<Target, Instant> since() {
    return since.picture();
  }
}
