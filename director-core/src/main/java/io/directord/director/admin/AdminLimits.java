package io.directord.director.admin;

import java.time.Duration;

/**
 * What those who ask may use up.
 *
 * @param connections of each listener: who crowds the HTTP port does not keep operators out
 * @param idle between two requests
 * @param request from its first byte to its last
 * @param answer from a request's last byte until its answer has been taken
 * @param answerBytes of all answers together that are not taken yet
 */
record AdminLimits(
    int connections, Duration idle, Duration request, Duration answer, long answerBytes) {
  static final int REQUEST_BYTES_MAX = 64 * 1024;

  static final AdminLimits DEFAULT =
      new AdminLimits(
          128, Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMinutes(5), 64L << 20);
}
