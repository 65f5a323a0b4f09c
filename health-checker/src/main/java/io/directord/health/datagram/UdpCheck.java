package io.directord.health.datagram;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A datagram is answered as expected; or, when nothing is expected, is not refused for a while.
 *
 * @param send the bytes of the datagram, in hexadecimal digits
 * @param quiet how long no refusal must come, when nothing is expected
 */
public record UdpCheck(String send, Optional<Expectation> expect, Duration quiet)
    implements Check.Probed {
  public static final int SEND_BYTES_MAX = 1400;
  public static final UdpCheck DEFAULT =
      new UdpCheck("00", Optional.empty(), Duration.ofMillis(300));

  public UdpCheck {
    int bytes = bytes(send).length;
    if (bytes == 0 || bytes > SEND_BYTES_MAX) {
      throw new IllegalArgumentException("send must have 1..1400 bytes, found " + bytes);
    }
    if (quiet.isNegative() || quiet.isZero()) {
      throw new IllegalArgumentException("quiet must be positive, found " + quiet);
    }
  }

  @Override
  public String type() {
    return "udp";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new UdpProbe(endpoint, this);
  }

  /** An answer may come as late as the deadline; quiet must be over before. */
  @Override
  public Duration patience() {
    return expect.isPresent() ? Duration.ZERO : quiet;
  }

  byte[] bytes() {
    return bytes(send);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
