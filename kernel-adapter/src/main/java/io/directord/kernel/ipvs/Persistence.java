package io.directord.kernel.ipvs;

import java.util.Optional;

/**
 * Sends a client's later connections to the server that took its first.
 *
 * @param timeoutSeconds how long after the last connection; at least 1
 * @param prefixLength clients that share this many leading address bits count as one
 * @param engine a persistence engine such as {@code sip}
 */
public record Persistence(int timeoutSeconds, int prefixLength, Optional<String> engine) {
  public Persistence {
    if (timeoutSeconds < 1) {
      throw new IllegalArgumentException(
          "persistence must last at least 1 second, found " + timeoutSeconds);
    }
    if (prefixLength < 1 || prefixLength > 128) {
      throw new IllegalArgumentException(
          "persistence prefix must be 1..128 bits, found " + prefixLength);
    }
  }
}
