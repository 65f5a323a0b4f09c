package io.directord.failover.vrrp;

import io.directord.failover.vrrp.Ensemble.Moved;
import io.directord.failover.vrrp.State.Active;
import io.directord.failover.vrrp.State.Backup;
import io.directord.failover.vrrp.State.Heard;
import io.directord.failover.vrrp.State.Rival;
import io.directord.failover.vrrp.State.Yielding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One event and what a group makes of it; RFC 9568 knows no groups. Pure, and used once.
 *
 * <p>Members that may be Active wait until all may. A member that stops being Active, is in Fault
 * or follows a router of another node takes the others along. When two nodes are Active with their
 * groups and each is the better one in some member, both would leave, and both come back, for ever:
 * so the first member by name decides at once, and the others bear a better router for an interval,
 * in which the other node is told and leaves. If it does not, it is better after all.
 */
final class GroupTurn {
  /** What a member has to say to the others being Active. */
  private enum Vote {
    YES,
    NOT_YET,
    NO
  }

  private final Map<String, Settings> settings;
  private final List<String> members;
  private final Map<String, State> states;
  private final long now;
  private final List<Moved> moves = new ArrayList<>();

  /** The members are in the order of their names; a router outside of groups is its only one. */
  GroupTurn(
      Map<String, Settings> settings, List<String> members, Map<String, State> states, long now) {
    this.settings = settings;
    this.members = members;
    this.states = new HashMap<>(states);
    this.now = now;
  }

  Ensemble.Outcome take(String router, Event event) {
    one(router, event);
    for (String other : members) {
      if (!other.equals(router) && concerns(state(other), event)) {
        one(other, event);
      }
    }
    if (members.size() > 1) {
      settle(router);
    }
    return new Ensemble.Outcome(new Ensemble(states), moves);
  }

  /** A group yields as one, and gives up waiting as one; and it slept as one. */
  private boolean concerns(State other, Event event) {
    return switch (event) {
      case Event.Yield _ -> true;
      case Event.Overslept _ -> other.role() == Role.ACTIVE;
      case Event.Tick() -> other instanceof Yielding(_, _, var giveUp) && now - giveUp >= 0;
      case Event.Startup(),
          Event.Shutdown(),
          Event.Received _,
          Event.Failed _,
          Event.Recovered(),
          Event.Reconfigured() ->
          false;
    };
  }

  private void one(String router, Event event) {
    State before = state(router);
    Step step = asPatientAsItsGroup(before, Election.step(self(router), before, event, now));
    boolean begins = step.next() instanceof Active && !(before instanceof Active);
    if (begins && !othersAgree(router)) {
      moved(router, before.role() == Role.ACTIVE ? leave(router, true) : waiting(router, before));
    } else if (before instanceof Active active
        && step.next() instanceof Backup
        && event instanceof Event.Received(var heard, var from)
        && decidedByAnother(router)) {
      bear(router, active, step, new Heard(from, heard.priority(), heard.intervalNanos()));
    } else {
      moved(router, step);
    }
  }

  /**
   * The other node takes over a group when its last timer has run out; who came back before would
   * be Active beside it.
   */
  private Step asPatientAsItsGroup(State before, Step step) {
    if (!(before instanceof Active) || !(step.next() instanceof Yielding begun)) {
      return step;
    }
    long longest =
        members.stream().mapToLong(member -> self(member).activeDownNanos()).max().orElseThrow();
    Yielding patient = new Yielding(begun.leave(), begun.resignAtNanos(), now + longest);
    return new Step(patient, step.effects(), step.because());
  }

  private boolean othersAgree(String router) {
    return members.stream()
        .filter(other -> !other.equals(router))
        .allMatch(other -> vote(other) == Vote.YES);
  }

  private Step waiting(String router, State before) {
    Settings self = self(router);
    Backup backup =
        before instanceof Backup state ? state : Backup.listening(self, now, null, false);
    String because =
        backup.ready()
            ? ""
            : "may be Active, and waits for the rest of its group: " + missing(router);
    return Step.to(backup.waiting(self, now), because);
  }

  private String missing(String router) {
    return members.stream()
        .filter(other -> !other.equals(router) && vote(other) != Vote.YES)
        .collect(Collectors.joining(", "));
  }

  private boolean decidedByAnother(String router) {
    String first = members.getFirst();
    return !router.equals(first) && state(first) instanceof Active;
  }

  /** Tells the other node through the member that decides, and gives it an interval to leave. */
  private void bear(String router, Active state, Step leaving, Heard better) {
    Settings self = self(router);
    Rival rival = state.rival();
    long forget = now + self.activeDownNanos(self.activeIntervalNanos(better));
    if (rival != null && now - rival.forgetAtNanos() < 0) {
      if (now - rival.untilNanos() >= 0) {
        moved(router, leaving);
      } else {
        moved(router, Step.stay(borne(state, new Rival(rival.untilNanos(), forget))));
      }
      return;
    }
    String first = members.getFirst();
    String because = leaving.because() + ": borne for a moment, " + first + " decides";
    moved(router, Step.to(borne(state, new Rival(now + self.intervalNanos(), forget)), because));
    if (state(first) instanceof Active decides) {
      moved(
          first,
          WhileActive.advertise(self(first), decides, now, "decides for " + router + " as well"));
    }
  }

  private static Active borne(Active state, Rival rival) {
    return new Active(state.advertiseAtNanos(), state.answerFromNanos(), rival);
  }

  private void settle(String router) {
    boolean left =
        moves.stream()
            .anyMatch(each ->
                each.before().role() == Role.ACTIVE && each.step().next().role() != Role.ACTIVE);
    if (left || members.stream().anyMatch(member -> vote(member) == Vote.NO)) {
      members.stream()
          .filter(member -> state(member) instanceof Active)
          .forEach(member -> moved(member, leave(member, false)));
    } else if (members.stream().allMatch(member -> vote(member) == Vote.YES)) {
      members.stream()
          .filter(member -> state(member) instanceof Backup)
          .forEach(member -> moved(member, join(member, router)));
    }
  }

  private Step leave(String member, boolean standingBack) {
    return Election.resign(
        Backup.listening(self(member), now, null, standingBack),
        "leaves as its group does: " + missing(member));
  }

  private Step join(String member, String router) {
    return Election.activate(self(member), now, "all of its group may be Active, as " + router);
  }

  private Vote vote(String router) {
    return switch (state(router)) {
      case State.Fault() -> Vote.NO;
      case Backup backup when backup.ready() -> Vote.YES;
      case Backup backup -> follows(backup) ? Vote.NO : Vote.NOT_YET;
      case State.Initialize(), State.Lingering _ -> Vote.NOT_YET;
      case Active _, Yielding _ -> Vote.YES;
    };
  }

  private static boolean follows(Backup backup) {
    Heard active = backup.active();
    return active != null && !active.resigned();
  }

  private void moved(String router, Step step) {
    moves.add(new Moved(router, state(router), step));
    states.put(router, step.next());
  }

  private Settings self(String router) {
    Settings self = settings.get(router);
    if (self == null) {
      throw new IllegalArgumentException("no settings for router " + router);
    }
    return self;
  }

  private State state(String router) {
    return states.getOrDefault(router, new State.Initialize());
  }
}
