package io.directord.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One target under watch. Owned by its probe loop, but for the status, which any thread may read,
 * and for its retirement.
 */
final class Tracked {
  private final Target target;
  private final @Nullable Probe probe;
  private final ProbeLoop loop;
  private final long load;
  private final DeadlineQueue.Place<Tracked> place = new DeadlineQueue.Place<>(this);
  private final LoopStatistics.OfType counts;

  /** As it was before the latest successes, if there were any; guarded by this. */
  private TargetStatus status;

  private final Successes latest = new Successes();
  private Health health = Health.UNKNOWN;
  private Damping damping = Damping.CALM;
  private Advice said = Advice.NONE;
  private WeightFilter weights = WeightFilter.NONE;
  private Advice advice = Advice.NONE;
  private long dueNanos;
  private boolean startedBefore;
  private @Nullable ProbeRun run;
  private boolean retired;

  /**
   * @param probe null for a target that is never probed
   * @param load that it is to its loop: {@link LoopLoads#load}
   */
  Tracked(Target target, @Nullable Probe probe, ProbeLoop loop, long load, long nowNanos) {
    this.target = target;
    this.probe = probe;
    this.loop = loop;
    this.load = load;
    this.counts = loop.statistics().ofType(target.check().type());
    this.dueNanos = nowNanos;
    this.status = TargetStatus.unknown(nowNanos);
  }

  Target target() {
    return target;
  }

  ProbeLoop loop() {
    return loop;
  }

  long load() {
    return load;
  }

  synchronized TargetStatus status() {
    return latest.after(status);
  }

  /** As its {@link #status} has it, without putting one together where all is well. */
  synchronized boolean failing() {
    return status.failing() && latest.after(status).failing();
  }

  /** By the probe loop only. */
  Health.State state() {
    return status.state();
  }

  Probe probe() {
    if (probe == null) {
      throw new IllegalStateException("never probed: " + target);
    }
    return probe;
  }

  /** What came of its probes and those like them. */
  LoopStatistics.OfType counts() {
    return counts;
  }

  DeadlineQueue.Place<Tracked> place() {
    return place;
  }

  long dueNanos() {
    return dueNanos;
  }

  @Nullable ProbeRun run() {
    return run;
  }

  void run(@Nullable ProbeRun next) {
    run = next;
  }

  /** The first probe. */
  void schedule(long firstNanos) {
    dueNanos = firstNanos;
  }

  void schedule(long startedNanos, long finishedNanos, double randomValue) {
    Timing timing = target.timing();
    Duration interval = timing.interval(health);
    dueNanos =
        startedBefore
            ? Schedule.next(
                interval,
                timing.jitterPercent(),
                dueNanos,
                startedNanos,
                finishedNanos,
                randomValue)
            : Schedule.second(interval, startedNanos, finishedNanos, randomValue);
    startedBefore = true;
  }

  /** Returns the verdict if it, its reason or what the server advises is new. */
  @Nullable Verdict judge(ProbeOutcome outcome, long nowNanos) {
    if (outcome instanceof ProbeOutcome.Success success && isOneMore(success)) {
      count(success);
      return null;
    }
    Damping.Step step = damped(health.after(outcome, target.timing()), nowNanos);
    become(status().after(outcome, health, step, nowNanos));
    boolean advised = advised(outcome, nowNanos);
    return step.news() || advised
        ? new Verdict(target, step.state() == Health.State.UP, step.because(), advice)
        : null;
  }

  /**
   * The usual answer, which changes nothing: it is not worth the objects that every other one
   * takes. Only the row of successes is then not counted further, which matters to nobody while it
   * is up.
   */
  private boolean isOneMore(ProbeOutcome.Success success) {
    return health.state() == Health.State.UP
        && health.failures() == 0
        && !damping.held()
        && said.equals(Advice.NONE)
        && success.advice().equals(Advice.NONE);
  }

  private synchronized void count(ProbeOutcome.Success success) {
    latest.add(success);
  }

  private synchronized void become(TargetStatus next) {
    status = next;
    latest.clear();
  }

  private Damping.Step damped(Health.Step judged, long nowNanos) {
    Health before = health;
    health = judged.next();
    if (target.timing().flap().isEmpty()) {
      return Damping.Step.through(damping, judged);
    }
    Flap flap = target.timing().flap().get();
    Damping.Step step = damping.after(before, judged, flap, nowNanos);
    damping = step.next();
    return step;
  }

  /** Returns whether what is passed on of the server's word on itself is something else now. */
  private boolean advised(ProbeOutcome outcome, long nowNanos) {
    if (outcome instanceof ProbeOutcome.Success(_, _, var word, _)) {
      said = word.after(said);
    }
    weights = weights.after(said.weight(), target.weights(), nowNanos);
    Advice before = advice;
    advice = new Advice(weights.told(), said.mode(), said.connectionsMax());
    return !advice.equals(before);
  }

  /** The operator's word in place of a probe. */
  Verdict settle(boolean up, long nowNanos) {
    String because = "always " + (up ? "on" : "off") + " by configuration";
    Health.State state = up ? Health.State.UP : Health.State.DOWN;
    become(TargetStatus.settled(state, because, nowNanos));
    return new Verdict(target, up, because);
  }

  /**
   * Tells the listener, unless nobody wants this target any more. Held together with {@link
   * #retire} by a lock, so that an old verdict cannot come in after that of a target's successor.
   */
  synchronized void tell(VerdictListener listener, Verdict verdict) {
    if (!retired) {
      listener.onVerdict(verdict);
    }
  }

  /** Once this returns, no verdict of this target is delivered. */
  synchronized void retire() {
    retired = true;
  }

  synchronized boolean isRetired() {
    return retired;
  }
}
