package io.directord.director.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Something a virtual router watches. A negative weight is added to the priority while it fails, a
 * positive one while it passes; with weight 0 the router gives up its addresses while it fails.
 */
public sealed interface Track {
  int WEIGHT_MAX = 253;

  int weight();

  /**
   * The interface is up and has a carrier.
   *
   * @param upDelay how long it must be up before that counts
   * @param downDelay how long it must be down before that counts
   */
  record Interface(String name, int weight, Duration upDelay, Duration downDelay) implements Track {
    public static final Duration DELAY_MAX = Duration.ofSeconds(255);

    public Interface {
      Names.requireInterface("interface", name);
      requireWeight(weight);
    }

    /** Without delays. */
    public Interface(String name, int weight) {
      this(name, weight, Duration.ZERO, Duration.ZERO);
    }
  }

  /** The program ends with exit status 0. */
  record Script(List<String> command, Pace pace, int weight) implements Track {
    public Script {
      command = List.copyOf(command);
      requireWeight(weight);
      if (command.isEmpty() || !command.getFirst().startsWith("/")) {
        throw new IllegalArgumentException("script must begin with an absolute path");
      }
    }
  }

  /**
   * The file holds the number 0, or nothing. Another number is multiplied by the weight and added
   * to the priority; a product of -254 or less, or any number with weight 0, is a failure.
   */
  record File(String path, Pace pace, int weight) implements Track {
    public File {
      requireWeight(weight);
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException(
            "file must be an absolute path, found " + Values.quote(path));
      }
    }
  }

  /** A process of this name runs. */
  record RunningProcess(String name, Pace pace, int weight) implements Track {
    public RunningProcess {
      requireWeight(weight);
      if (name.isBlank()) {
        throw new IllegalArgumentException("process must not be empty");
      }
    }
  }

  /** The virtual service of this name has its quorum. */
  record Service(String name, int weight) implements Track {
    public Service {
      requireWeight(weight);
    }
  }

  /** The address answers. */
  record Gateway(InetAddress address, Pace pace, int weight) implements Track {
    public Gateway {
      requireWeight(weight);
    }
  }

  /**
   * When a track is looked at.
   *
   * @param rise successes in a row that end a failure
   * @param fall failures in a row that begin one
   */
  record Pace(Duration interval, Duration timeout, int rise, int fall) {
    public static final Duration INTERVAL = Duration.ofSeconds(1);
    public static final Duration INTERVAL_MIN = Duration.ofMillis(10);
    public static final Duration INTERVAL_MAX = Duration.ofHours(1);
    public static final int COUNT_MAX = 1000;

    public Pace {
      if (interval.compareTo(INTERVAL_MIN) < 0) {
        throw new IllegalArgumentException(
            "interval must be at least 10ms, found " + Durations.text(interval));
      }
      if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(interval) > 0) {
        throw new IllegalArgumentException(
            "timeout must not be longer than interval: runs of one track never overlap; found "
                + Durations.text(timeout)
                + " and "
                + Durations.text(interval));
      }
      if (rise < 1 || rise > COUNT_MAX || fall < 1 || fall > COUNT_MAX) {
        throw new IllegalArgumentException("rise and fall must be 1..1000");
      }
    }
  }

  private static void requireWeight(int weight) {
    if (Math.abs(weight) > WEIGHT_MAX) {
      throw new IllegalArgumentException("weight must be -253..253, found " + weight);
    }
  }
}
