package io.directord.health.database;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;

/**
 * memcached tells its version, by its text protocol.
 *
 * @param key under which something is kept for a minute, and fetched again; empty asks no more
 */
public record MemcachedCheck(String key) implements Check.Probed {
  public static final int KEY_BYTES_MAX = 250; // doc/protocol.txt

  public MemcachedCheck {
    if (key.length() > KEY_BYTES_MAX || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "key must have at most " + KEY_BYTES_MAX + " printable characters, and no blanks");
    }
  }

  @Override
  public String type() {
    return "memcached";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new MemcachedProbe(endpoint, this);
  }
}
