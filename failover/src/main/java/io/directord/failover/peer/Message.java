package io.directord.failover.peer;

import java.util.List;

/**
 * One datagram.
 *
 * @param boot of the run of the process that sent it: random
 * @param counter grows with each interval of that run
 * @param challenge random; who sends it back has heard this datagram
 * @param intervalMillis when the next one is due
 * @param echoes the latest challenges that the sender has heard
 */
record Message(
    long boot, long counter, long challenge, int intervalMillis, List<Echo> echoes, Report report) {
  static final int ECHOES_MAX = 8;

  Message {
    echoes = List.copyOf(echoes);
  }

  record Echo(long boot, long challenge) {}
}
