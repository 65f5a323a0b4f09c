package io.directord.health.datagram;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import java.time.Duration;
import java.util.Optional;

/**
 * A time server is synchronised, and near enough to its source.
 *
 * @param stratumMax the furthest that it may be from a clock
 * @param dispersionMax how much its time may be off at most, by its own word (root dispersion)
 */
public record NtpCheck(int stratumMax, Optional<Duration> dispersionMax) implements Check.Probed {
  /** 16 stands for not synchronised (RFC 5905, figure 11). */
  public static final int STRATUM_MAX = 15;

  public static final NtpCheck DEFAULT = new NtpCheck(STRATUM_MAX, Optional.empty());

  public NtpCheck {
    if (stratumMax < 1 || stratumMax > STRATUM_MAX) {
      throw new IllegalArgumentException("stratum-max must be 1..15, found " + stratumMax);
    }
  }

  @Override
  public String type() {
    return "ntp";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new NtpProbe(endpoint, this);
  }
}
