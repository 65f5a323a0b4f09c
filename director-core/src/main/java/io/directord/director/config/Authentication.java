package io.directord.director.config;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a virtual router knows its peers. */
public sealed interface Authentication {
  None NONE = new None();

  record None() implements Authentication {}

  /**
   * A keyed hash behind every advertisement; several keys let one be replaced without a gap.
   *
   * @param activeKey the one to send with; all are accepted
   * @param window how far a peer's clock may be off; absent means three intervals, at least 5s
   */
  record Hmac(SortedMap<Integer, Secret> keys, int activeKey, Mode mode, Optional<Duration> window)
      implements Authentication {
    public static final int KEY_ID_MAX = 255;
    public static final int KEY_BYTES_MIN = 32;
    public static final int KEY_BYTES_MAX = 64;
    public static final Duration WINDOW_MIN = Duration.ofSeconds(1);
    public static final Duration WINDOW_MAX = Duration.ofMinutes(5);

    /** What becomes of advertisements that are not signed, and whether ours are. */
    public enum Mode {
      /** Ours are signed, and only signed ones are accepted. */
      ENFORCE,
      /** Ours are signed; unsigned ones are accepted too. */
      PERMISSIVE,
      /** Ours are not signed yet; unsigned ones are accepted too. */
      RECEIVE_ONLY
    }

    public Hmac {
      keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
      if (!keys.containsKey(activeKey)) {
        throw new IllegalArgumentException(
            "active-key " + activeKey + " is none of the keys " + keys.keySet());
      }
    }

    /** Enforced, with the default window. */
    public Hmac(SortedMap<Integer, Secret> keys, int activeKey) {
      this(keys, activeKey, Mode.ENFORCE, Optional.empty());
    }
  }

  /** A password of version 2 has no more: the field of RFC 2338 section 5.3.6. */
  int PASSWORD_BYTES_MAX = 8;

  /** The clear-text password of version 2. */
  record Pass(Secret secret) implements Authentication {}

  /** The IP authentication header of version 2. */
  record Ah(Secret secret) implements Authentication {}
}
