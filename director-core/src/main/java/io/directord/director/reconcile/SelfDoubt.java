package io.directord.director.reconcile;

import io.directord.director.config.SelfDoubtConfig;
import io.directord.health.Target;
import io.directord.health.Timing;
import io.directord.health.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes verdicts in, and gives them out again; but when nearly everything fails at once it suspects
 * this node itself, and for a while gives out the verdicts from before. One thread's; knows no
 * clock.
 *
 * <p>Nothing is ever delayed: what fell before the burst was recognised is given back then. Mostly
 * there is nothing to give back, because a target that has failed, though not often enough for a
 * verdict, counts as a witness already.
 */
public final class SelfDoubt {

  /**
   * While it lasts.
   *
   * @param because how many failed of how many
   * @param untilNanos given out as they are from then on
   */
  public record Doubt(String because, long sinceNanos, long untilNanos) {}

  private static final Duration WITHIN_MAX = Duration.ofMinutes(1);

  private record Fall(Verdict before, long atNanos) {}

  private final TargetValues<Verdict> actual = new TargetValues<>();
  private final Map<Target, Fall> falls = new HashMap<>();
  private final Map<Target, Verdict> held = new HashMap<>();
  private Map<Target, Set<String>> services = Map.of();
  private SelfDoubtConfig config = SelfDoubtConfig.DEFAULT;
  private Set<Target> witnesses = Set.of();
  private long burstNanos;

  /** How many are up, by their interval. */
  private final Map<Duration, Integer> upsByInterval = new HashMap<>();

  /** What came last of each service, and how things stood when the targets came. */
  private final Map<String, Object> heard = new HashMap<>();

  private Object configured = new Object();
  private @Nullable Doubt doubt;

  /** Put together when it was asked for last; absent when something has changed since. */
  private @Nullable Verdicts given;

  /** A doubt that was wrong is not followed by another before one of these has come back. */
  private final Set<Target> released = new HashSet<>();

  /**
   * Has these targets from now on.
   *
   * @param byTarget the services that each target is probed for
   */
  public void configure(SelfDoubtConfig settings, Map<Target, Set<String>> byTarget) {
    config = settings;
    services = byTarget;
    actual.configure(byTarget.keySet());
    upsByInterval.clear();
    actual.picture().values().stream().filter(Verdict::up).forEach(up -> count(up.target(), 1));
    given = null;
    heard.clear();
    configured = new Object();
    falls.keySet().retainAll(byTarget.keySet());
    held.keySet().retainAll(byTarget.keySet());
    released.retainAll(byTarget.keySet());
  }

  /** Answers with whether the target was not known to be so. */
  public boolean take(Verdict verdict, long nowNanos) {
    Target target = verdict.target();
    Verdict before = actual.put(target, verdict);
    given = null;
    Set<String> itsServices = services.getOrDefault(target, Set.of());
    itsServices.forEach(service -> heard.put(service, verdict));
    if (!itsServices.isEmpty()) {
      count(target, (verdict.up() ? 1 : 0) - (before != null && before.up() ? 1 : 0));
    }
    if (verdict.up()) {
      falls.remove(target);
      held.remove(target);
      if (released.contains(target)) {
        released.clear();
      }
    } else if (before != null && before.up()) {
      falls.put(target, new Fall(before, nowNanos));
      if (doubt != null && nowNanos - doubt.sinceNanos() <= fallNanos(target)) {
        held.put(target, before);
      }
    }
    return before == null || before.up() != verdict.up();
  }

  private void count(Target target, int more) {
    upsByInterval.merge(target.timing().interval(), more, Integer::sum);
  }

  private long ups() {
    return upsByInterval.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** Whether something has fallen that could be the beginning of a burst. */
  public boolean isAlert() {
    return doubt == null && !falls.isEmpty() && released.isEmpty() && !config.hold().isZero();
  }

  /**
   * Begins or ends doubting.
   *
   * @param failing targets whose last probe failed, whatever their verdict
   */
  public void look(Set<Target> failing, long nowNanos) {
    given = null;
    if (doubt != null) {
      if (held.isEmpty() || nowNanos - doubt.untilNanos() >= 0) {
        doubt = null;
        released.addAll(held.keySet());
        held.clear();
        falls.clear();
        witnesses = Set.of();
      }
      return;
    }
    burstNanos = within().toNanos();
    falls.values().removeIf(fall -> nowNanos - fall.atNanos() > burstNanos);
    int most = falls.size() + failing.size();
    // Known without every verdict: to gather them is too much for each that falls.
    if (!isAlert() || most < config.minimum() || !enough(most, falls.size() + ups())) {
      return;
    }
    Set<Target> bad = new HashSet<>(falls.keySet());
    Set<Target> all = new HashSet<>(falls.keySet());
    actual
        .picture()
        .forEach((target, verdict) -> {
          if (verdict.up()) {
            all.add(target);
            if (failing.contains(target)) {
              bad.add(target);
            }
          }
        });
    if (isBurst(all, bad)) {
      String because = bad.size() + " of " + all.size() + " targets failed at once";
      doubt = new Doubt(because, nowNanos, nowNanos + config.hold().toNanos());
      witnesses = bad;
      falls.forEach((target, fall) -> held.put(target, fall.before()));
    }
  }

  /** Whichever host or service is left out: of all others enough fail too. */
  private boolean isBurst(Set<Target> all, Set<Target> bad) {
    return bad.size() >= config.minimum()
        && enough(bad.size(), all.size())
        && withoutAny(all, bad, target -> target.address().getAddress())
        && withoutAny(
            all, bad, target -> services.getOrDefault(target, Set.of()).stream().sorted().toList());
  }

  private boolean withoutAny(Set<Target> all, Set<Target> bad, Function<Target, Object> group) {
    Map<Object, Long> sizes =
        all.stream().collect(Collectors.groupingBy(group, Collectors.counting()));
    Map<Object, Long> bads =
        bad.stream().collect(Collectors.groupingBy(group, Collectors.counting()));
    return sizes.entrySet().stream()
        .allMatch(each ->
            enough(
                bad.size() - bads.getOrDefault(each.getKey(), 0L), all.size() - each.getValue()));
  }

  private boolean enough(long bad, long of) {
    return bad > 0 && bad * 100 >= config.sharePercent() * of;
  }

  /** A witness needs the rest of its row of failures; whoever falls later is not of this burst. */
  private long fallNanos(Target target) {
    Timing timing = target.timing();
    return witnesses.contains(target)
        ? Math.max(burstNanos, timing.interval().multipliedBy(timing.fall()).toNanos())
        : burstNanos;
  }

  /** One burst reaches every target within its interval, so all within the longest. */
  private Duration within() {
    Stream<Duration> fallen = falls.keySet().stream().map(target -> target.timing().interval());
    Stream<Duration> up =
        upsByInterval.entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(Map.Entry::getKey);
    Duration longest = Stream.concat(fallen, up).reduce(Duration.ZERO, SelfDoubt::longer);
    return longest.compareTo(WITHIN_MAX) > 0 ? WITHIN_MAX : longest;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** As decisions should take them; the same ones until something changes. */
  public Verdicts verdicts() {
    if (given == null) {
      given = held.isEmpty() ? asHeard() : heldUp();
    }
    return given;
  }

  private Verdicts asHeard() {
    return new Verdicts(
        actual.picture(), new Verdicts.Heard(new HashMap<>(heard), Optional.of(configured)));
  }

  private Verdicts heldUp() {
    Map<Target, Verdict> known = actual.picture();
    Map<Target, Verdict> all = new HashMap<>(known);
    held.forEach((target, before) -> {
      Verdict now = known.getOrDefault(target, before);
      String because = "held up, this node may be at fault: " + now.because();
      all.put(target, new Verdict(target, before.up(), because, now.advice()));
    });
    return new Verdicts(Map.copyOf(all));
  }

  /** As they were given in. */
  public Verdicts actual() {
    return new Verdicts(actual.picture());
  }

  /** Whether there is a verdict of each of them. */
  public boolean hasAll(Set<Target> targets) {
    Map<Target, Verdict> known = actual.picture();
    return targets.stream().allMatch(known::containsKey);
  }

  /** How many are given out otherwise than they came in. */
  public int held() {
    return held.size();
  }

  public Optional<Doubt> doubt() {
    return Optional.ofNullable(doubt);
  }

  /** What a decision over these verdicts means for the quorum if they are true after all. */
  public static boolean quorumHeld(ServiceDecision decision, Verdicts actual) {
    int up = 0;
    int undecided = 0;
    for (ServerDecision server : decision.servers()) {
      boolean down = actual.of(decision.service(), server.server()).answer() == Opinion.Answer.DOWN;
      up += server.serves() && !down ? 1 : 0;
      undecided += server.state() == ServerState.UNKNOWN ? 1 : 0;
    }
    boolean held = decision.quorumHeld();
    return Quorum.held(decision.service(), up, undecided, Optional.of(held)).orElse(held);
  }
}
