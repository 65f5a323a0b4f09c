package io.directord.health.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SoughtTest {
  private static final InetAddress HOST = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress GATEWAY = InetAddress.ofLiteral("192.0.2.254");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.7");
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Close to where it turns over. */
  private static final long BEGIN = Long.MAX_VALUE - SECOND;

  private final Sought sought = new Sought();

  @Test
  void whatIsAskedDuringAProbeCountsAtOnce() {
    sought.heard(HOST, GATEWAY, at(1));
    assertEquals(Optional.of(GATEWAY), sought.by(HOST, at(1), at(2)));
    assertEquals(Optional.of(GATEWAY), sought.by(HOST, at(0), at(2)));
    assertEquals(Optional.empty(), sought.by(OTHER, at(0), at(2)));
  }

  @Test
  void ofWhatWasAskedBeforeOnlyWhatNobodyAnsweredCountsAndNotForLong() {
    sought.heard(HOST, GATEWAY, at(1));
    assertEquals(Optional.empty(), sought.by(HOST, at(1.5), at(2)));
    sought.heard(HOST, GATEWAY, at(2));
    assertEquals(Optional.of(GATEWAY), sought.by(HOST, at(2.5), at(3)));
    assertEquals(Optional.of(GATEWAY), sought.by(HOST, at(11), at(11.9)));
    assertEquals(Optional.empty(), sought.by(HOST, at(12), at(12.1)));
    sought.heard(HOST, GATEWAY, at(13));
    assertEquals(Optional.empty(), sought.by(HOST, at(13.5), at(14)));
  }

  @Test
  void theLastQuestionCounts() {
    sought.heard(HOST, GATEWAY, at(1));
    sought.heard(HOST, GATEWAY, at(2));
    sought.heard(HOST, OTHER, at(3));
    assertEquals(Optional.of(OTHER), sought.by(HOST, at(3), at(4)));
    assertEquals(Optional.empty(), sought.by(HOST, at(3.5), at(4)));
  }

  @Test
  void whoFoundItsWayHasToAskAgain() {
    sought.heard(HOST, GATEWAY, at(1));
    sought.heard(HOST, GATEWAY, at(2));
    sought.found(HOST);
    assertEquals(Optional.empty(), sought.by(HOST, at(0), at(3)));
    sought.heard(HOST, GATEWAY, at(3));
    assertEquals(Optional.empty(), sought.by(HOST, at(3.5), at(4)));
  }

  @Test
  void whoAnnouncesItselfAsksForNobody() {
    sought.heard(HOST, GATEWAY, at(1));
    sought.heard(HOST, HOST, at(2));
    assertEquals(Optional.of(GATEWAY), sought.by(HOST, at(0), at(3)));
  }

  @Test
  void aCrowdThatAsksTakesABoundedMemoryAndTheLatestStay() {
    for (int n = 0; n < 3 * Sought.HOSTS_MAX; n++) {
      sought.heard(host(n), GATEWAY, at(1));
    }
    int known = 0;
    for (int n = 0; n < 3 * Sought.HOSTS_MAX; n++) {
      known += sought.by(host(n), at(0), at(1)).isPresent() ? 1 : 0;
    }
    assertEquals(Sought.HOSTS_MAX, known);
    assertEquals(Optional.of(GATEWAY), sought.by(host(3 * Sought.HOSTS_MAX - 1), at(0), at(1)));
  }

  private static InetAddress host(int n) {
    return InetAddress.ofLiteral("10.0." + n / 256 + "." + n % 256);
  }

  private static long at(double seconds) {
    return BEGIN + Math.round(seconds * SECOND);
  }
}
