package io.directord.health.transport;

import io.directord.health.Advice;
import io.directord.health.FailureKind;

/** Takes the outcome of a probe; the first one counts. On the loop. */
public interface Ending {
  /**
   * The server is well.
   *
   * @param what as {@code HTTP 200}; the round trip is added
   */
  void success(String what, Advice advice);

  /**
   * It is not.
   *
   * @param evidence one sentence
   */
  void failure(FailureKind kind, String evidence);
}
