package io.directord.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is new in a turn of the heartbeat. Told at its end, when the view shows it. Confined to the
 * heartbeat.
 */
final class Bulletin {
  private final Consumer<FailoverEvent> onEvent;
  private final List<FailoverEvent> untold = new ArrayList<>();
  private boolean dirty = true;

  Bulletin(Consumer<FailoverEvent> onEvent) {
    this.onEvent = onEvent;
  }

  void tell(FailoverEvent event) {
    untold.add(event);
  }

  /** What the view shows has changed. */
  void changed() {
    dirty = true;
  }

  /** Whether anything has changed since this was asked last. */
  boolean takeChanged() {
    boolean was = dirty;
    dirty = false;
    return was;
  }

  void publish() {
    untold.forEach(onEvent);
    untold.clear();
  }
}
