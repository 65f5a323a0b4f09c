package io.directord.failover.vrrp;

import java.net.InetAddress;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a virtual router stands (RFC 9568 section 6.3, and what it does not know: Fault and the
 * handing over of addresses). A deadline lives in the state, so leaving the state cancels it. Pure.
 */
public sealed interface State {

  Role role();

  /** When {@link Event.Tick} will have something to do, on the clock of the steps. */
  OptionalLong deadlineNanos();

  record Initialize() implements State {
    @Override
    public Role role() {
      return Role.INITIALIZE;
    }

    @Override
    public OptionalLong deadlineNanos() {
      return OptionalLong.empty();
    }
  }

  /** Something that must work does not: takes no part until it does. */
  record Fault() implements State {
    @Override
    public Role role() {
      return Role.FAULT;
    }

    @Override
    public OptionalLong deadlineNanos() {
      return OptionalLong.empty();
    }
  }

  /**
   * The router last accepted as Active.
   *
   * @param priority 0 when it has resigned
   * @param intervalNanos in which it advertises; learned in version 3 only
   */
  record Heard(InetAddress from, int priority, long intervalNanos) {
    boolean resigned() {
      return priority == Advertisement.RESIGN;
    }
  }

  /**
   * Watches the Active router.
   *
   * @param activeDownAtNanos when nobody has been Active for too long
   * @param startedAtNanos when that timer was set: what it must be after a change of settings is
   *     counted from here
   * @param listenUntilNanos end of the delay after Startup
   * @param active null while nobody has been heard
   * @param preemptAtNanos end of the preempt delay; null while no lower priority was heard
   * @param standingBack does not preempt before having been Active again: it has yielded
   * @param ready the timer ran out, and the rest of its group is awaited
   */
  record Backup(
      long activeDownAtNanos,
      long startedAtNanos,
      long listenUntilNanos,
      @Nullable Heard active,
      @Nullable Long preemptAtNanos,
      boolean standingBack,
      boolean ready)
      implements State {

    /** From now on, with the full active-down interval. */
    static Backup listening(
        Settings self, long nowNanos, @Nullable Heard active, boolean standingBack) {
      return new Backup(nowNanos, nowNanos, nowNanos, active, null, standingBack, false)
          .restarted(self, nowNanos);
    }

    /** After Startup: the timer does not begin before the delay is over. */
    static Backup starting(Settings self, long nowNanos) {
      long until = nowNanos + self.startupDelayNanos();
      return new Backup(until, until, until, null, null, false, false).restarted(self, nowNanos);
    }

    Backup restarted(Settings self, long nowNanos) {
      long from = nowNanos - listenUntilNanos >= 0 ? nowNanos : listenUntilNanos;
      return timed(self, from, false);
    }

    /** With the timer as the settings of now have it, counted from when it was set. */
    Backup rearmed(Settings self) {
      return timed(self, startedAtNanos, ready);
    }

    /** May be Active, and waits for its group. */
    Backup waiting(Settings self, long nowNanos) {
      return timed(self, nowNanos, true);
    }

    Backup hearing(Heard heard, @Nullable Long preemptAt) {
      return new Backup(
          activeDownAtNanos,
          startedAtNanos,
          listenUntilNanos,
          heard,
          preemptAt,
          standingBack,
          ready);
    }

    private Backup timed(Settings self, long from, boolean isReady) {
      long interval = self.activeIntervalNanos(active);
      boolean resigned = active != null && active.resigned() && !isReady;
      long length = resigned ? self.skewNanos(interval) : self.activeDownNanos(interval);
      return new Backup(
          from + length, from, listenUntilNanos, active, preemptAtNanos, standingBack, isReady);
    }

    @Override
    public Role role() {
      return Role.BACKUP;
    }

    @Override
    public OptionalLong deadlineNanos() {
      return OptionalLong.of(activeDownAtNanos);
    }
  }

  /**
   * A better router that is borne for a moment, because another member decides for the group.
   *
   * @param untilNanos then it has won
   * @param forgetAtNanos then it is gone
   */
  record Rival(long untilNanos, long forgetAtNanos) {}

  /**
   * Holds the addresses.
   *
   * @param answerFromNanos up to when answers to worse routers are used up; an interval ahead at
   *     most
   * @param rival null while there is none, and outside of groups
   */
  record Active(long advertiseAtNanos, long answerFromNanos, @Nullable Rival rival)
      implements State {
    @Override
    public Role role() {
      return Role.ACTIVE;
    }

    @Override
    public OptionalLong deadlineNanos() {
      return OptionalLong.of(advertiseAtNanos);
    }
  }

  /**
   * Has resigned and still holds the addresses, until a successor is heard.
   *
   * @param leave takes no part afterwards, else stands back
   * @param resignAtNanos says so again, as one advertisement may be lost
   * @param giveUpAtNanos nobody came
   */
  record Yielding(boolean leave, long resignAtNanos, long giveUpAtNanos) implements State {
    @Override
    public Role role() {
      return Role.ACTIVE;
    }

    @Override
    public OptionalLong deadlineNanos() {
      return OptionalLong.of(giveUpAtNanos - resignAtNanos <= 0 ? giveUpAtNanos : resignAtNanos);
    }
  }

  /** Has heard its successor, which has its addresses and announcements out in a moment. */
  record Lingering(boolean leave, long releaseAtNanos, Heard successor) implements State {
    @Override
    public Role role() {
      return Role.ACTIVE;
    }

    @Override
    public OptionalLong deadlineNanos() {
      return OptionalLong.of(releaseAtNanos);
    }
  }
}
