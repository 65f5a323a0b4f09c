package io.directord.health.path;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * What is sent to virtual addresses reaches the service on a server, by the way that it is
 * forwarded.
 *
 * @param addresses the virtual ones; none until the check is that of a service
 * @param method how they are forwarded
 * @param answerTimeout how long one answer is waited for
 * @param mtu bytes of the largest packet that must get through; 0: any
 * @param mtuFails whether a packet of that size that is lost is a failure; else it is told
 */
public record PathCheck(
    List<InetAddress> addresses,
    PathMethod method,
    Duration answerTimeout,
    int mtu,
    boolean mtuFails)
    implements Check.Probed {
  public static final int ADDRESSES_MAX = 8;
  public static final Duration ANSWER_TIMEOUT_MIN = Duration.ofMillis(1);
  public static final Duration ANSWER_TIMEOUT_MAX = Duration.ofSeconds(10);
  public static final int MTU_MIN = 576;
  public static final int MTU_MAX = 9000;
  public static final PathCheck DEFAULT =
      new PathCheck(List.of(), PathMethod.DIRECT, Duration.ofMillis(150), 0, false);

  /** Each is waited for in full where nothing answers: two for the neighbour, two for SYNs. */
  private static final int WAITS = 4;

  private static final int WAITS_FOR_FULL_SIZE = 2;

  public PathCheck {
    addresses = List.copyOf(addresses);
    if (addresses.size() > ADDRESSES_MAX) {
      throw new IllegalArgumentException("at most 8 virtual addresses, found " + addresses.size());
    }
    if (answerTimeout.compareTo(ANSWER_TIMEOUT_MIN) < 0
        || answerTimeout.compareTo(ANSWER_TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException("answer-timeout must be 1ms..10s, found " + answerTimeout);
    }
    if (mtu != 0 && (mtu < MTU_MIN || mtu > MTU_MAX)) {
      throw new IllegalArgumentException("mtu must be 576..9000, found " + mtu);
    }
  }

  /** The check of a service. */
  public PathCheck of(List<InetAddress> virtual, PathMethod how) {
    return new PathCheck(virtual, how, answerTimeout, mtu, mtuFails);
  }

  @Override
  public String type() {
    return "path";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new PathProbe(endpoint.address(), this);
  }

  @Override
  public Duration patience() {
    return answerTimeout.multipliedBy(mtu == 0 ? WAITS : WAITS + WAITS_FOR_FULL_SIZE);
  }
}
