package io.directord.health.raw;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;

/**
 * A host answers echo requests (RFC 792, RFC 4443).
 *
 * @param size bytes of the request behind its header of 8
 */
public record IcmpCheck(int size) implements Check.Probed {
  /** What tells an answer from others. */
  public static final int SIZE_MIN = 8;

  public static final int SIZE_MAX = 1400;
  public static final IcmpCheck DEFAULT = new IcmpCheck(56);

  public IcmpCheck {
    if (size < SIZE_MIN || size > SIZE_MAX) {
      throw new IllegalArgumentException("size must be 8..1400, found " + size);
    }
  }

  @Override
  public String type() {
    return "icmp";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new EchoProbe(endpoint.address().getAddress(), this);
  }

  @Override
  public boolean needsPort() {
    return false;
  }
}
