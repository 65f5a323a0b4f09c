package io.directord.director.systemd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the service manager is to be told, and when; sd_notify(3) has the words. Pure, and confined
 * to one thread at a time. The watchdog is fed only when both the heartbeat and the director's loop
 * have turned since it was fed last.
 */
final class Bulletin {
  /** A start that has not seen the kernel's table by then is one all the same. */
  static final long READY_NANOS_MAX = 2_000_000_000;

  static final long LOOK_NANOS = 1_000_000_000;
  private static final long FIRST_LOOKS_NANOS = 50_000_000;

  private final long begunNanos;
  private final Optional<Duration> feeding;
  private boolean ready;
  private boolean stopping;
  private int reloads;
  private String status = "";
  private long fedNanos;
  private long heartbeatFed;
  private long loopFed;

  /**
   * What is seen of the daemon.
   *
   * @param programmed a round has ended
   * @param status one line
   * @param heartbeat differs when it has turned
   * @param loop differs when it has turned
   */
  record Seen(boolean programmed, String status, long heartbeat, long loop) {}

  /**
   * Of a daemon that has started everything.
   *
   * @param watchdog after which the service manager ends who was not heard; empty: never
   */
  Bulletin(long nowNanos, Optional<Duration> watchdog, long heartbeat, long loop) {
    this.begunNanos = nowNanos;
    this.fedNanos = nowNanos;
    this.feeding = watchdog.map(whole -> whole.dividedBy(2));
    this.heartbeatFed = heartbeat;
    this.loopFed = loop;
  }

  /** How long until it is to be asked again. */
  long pauseNanos() {
    if (!ready) {
      return FIRST_LOOKS_NANOS;
    }
    return feeding.map(each -> Math.min(LOOK_NANOS, each.toNanos() / 2)).orElse(LOOK_NANOS);
  }

  List<String> look(Seen seen, long nowNanos) {
    List<String> messages = new ArrayList<>();
    if (stopping) {
      return messages;
    }
    if (!ready && (seen.programmed() || nowNanos - begunNanos >= READY_NANOS_MAX)) {
      ready = true;
      messages.add(ready(seen.status()));
    } else if (ready && reloads == 0 && !seen.status().equals(status)) {
      status = seen.status();
      messages.add("STATUS=" + status);
    }
    if (ready && feeding.isPresent() && nowNanos - fedNanos >= feeding.get().toNanos()) {
      feed(seen, nowNanos).ifPresent(messages::add);
    }
    return messages;
  }

  private Optional<String> feed(Seen seen, long nowNanos) {
    if (seen.heartbeat() == heartbeatFed || seen.loop() == loopFed) {
      return Optional.empty();
    }
    heartbeatFed = seen.heartbeat();
    loopFed = seen.loop();
    fedNanos = nowNanos;
    return Optional.of("WATCHDOG=1");
  }

  private String ready(String line) {
    status = line;
    return "READY=1\nSTATUS=" + line;
  }

  /** Before the end of the start nobody waits for a reload. */
  List<String> reloading(long nowNanos) {
    reloads++;
    return ready && !stopping
        ? List.of(
            "RELOADING=1\nMONOTONIC_USEC="
                + nowNanos / 1_000
                + "\nSTATUS=Reading the configuration again")
        : List.of();
  }

  /** The last of those under way, whatever came of it. */
  List<String> reloaded(String line) {
    reloads--;
    return ready && !stopping && reloads == 0 ? List.of(ready(line)) : List.of();
  }

  List<String> stopping() {
    if (stopping) {
      return List.of();
    }
    stopping = true;
    return List.of("STOPPING=1\nSTATUS=Handing the addresses over");
  }
}
