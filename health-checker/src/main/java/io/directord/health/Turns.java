package io.directord.health;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** So many at a time, the others in the order in which they came. Thread-safe. */
public final class Turns {
  private final int most;
  private final Deque<Turn> waiting = new ArrayDeque<>();
  private int taken;

  public Turns(int most) {
    this.most = most;
  }

  /** One who waits, or whose turn it is. */
  public final class Turn {
    private final Runnable granted;
    private boolean has;
    private boolean over;

    private Turn(Runnable granted) {
      this.granted = granted;
    }

    /** Gives up waiting; false when that was over already. */
    public boolean giveUp() {
      synchronized (Turns.this) {
        if (has || over) {
          return false;
        }
        over = true;
        waiting.remove(this);
        return true;
      }
    }

    /** Gives it back, or gives up waiting. Harmless when it is given back already. */
    public void end() {
      List<Turn> next = new ArrayList<>();
      synchronized (Turns.this) {
        if (over) {
          return;
        }
        over = true;
        if (has) {
          taken--;
          grant(next);
        } else {
          waiting.remove(this);
        }
      }
      next.forEach(turn -> turn.granted.run());
    }
  }

  public int most() {
    return most;
  }

  /**
   * Asks for a turn.
   *
   * @param granted called once when there is one: at once, or later by whoever gives one back; must
   *     not throw
   */
  public Turn ask(Runnable granted) {
    Turn turn = new Turn(granted);
    List<Turn> next = new ArrayList<>();
    synchronized (this) {
      waiting.add(turn);
      grant(next);
    }
    next.forEach(each -> each.granted.run());
    return turn;
  }

  private void grant(List<Turn> next) {
    while (taken < most && !waiting.isEmpty()) {
      Turn turn = waiting.remove();
      turn.has = true;
      taken++;
      next.add(turn);
    }
  }
}
