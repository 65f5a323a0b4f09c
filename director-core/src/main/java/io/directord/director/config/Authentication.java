package io.directord.director.config;

import java.util.Collections;
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
   */
  record Hmac(SortedMap<Integer, Secret> keys, int activeKey) implements Authentication {
    public static final int KEY_ID_MAX = 255;

    public Hmac {
      keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
      if (!keys.containsKey(activeKey)) {
        throw new IllegalArgumentException(
            "active-key " + activeKey + " is none of the keys " + keys.keySet());
      }
    }
  }

  /** The clear-text password of version 2. */
  record Pass(Secret secret) implements Authentication {}

  /** The IP authentication header of version 2. */
  record Ah(Secret secret) implements Authentication {}
}
