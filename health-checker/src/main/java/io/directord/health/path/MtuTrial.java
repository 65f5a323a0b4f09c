package io.directord.health.path;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Whether packets of full size get through, found out a little with each probe: the full size now
 * and then, and while that is lost, smaller ones until one fits. Pure.
 */
final class MtuTrial {
  /** So many probes without. */
  private static final int REST = 15;

  /** What there is between a common MTU and another. */
  private static final int STEP = 20;

  private static final int FALLBACK = 576;

  private final int wanted;
  private int resting;
  private int fits;
  private int lost;
  private int next;

  MtuTrial(int wanted) {
    this.wanted = wanted;
    this.next = wanted;
  }

  /** Bytes of the packet to be tried with this probe; 0 for none. */
  int due() {
    if (wanted == 0) {
      return 0;
    }
    if (resting > 0) {
      resting--;
      return 0;
    }
    return next;
  }

  void passed(int bytes) {
    if (bytes >= wanted) {
      lost = 0;
      fits = 0;
      next = wanted;
      resting = REST;
    } else {
      fits = Math.max(fits, bytes);
      settle();
    }
  }

  /**
   * It did not get through.
   *
   * @param told what would, if somebody said so; else 0
   */
  void lost(int bytes, int told) {
    if (bytes >= wanted && fits >= FALLBACK) {
      // Looked at again, and still so.
      lost = Math.max(lost, fits + 1);
      settle();
      return;
    }
    lost = lost == 0 ? bytes : Math.min(lost, bytes);
    next = told > 0 && told < bytes ? told : smaller(bytes);
    resting = 0;
  }

  /** Halves what is unknown, to steps that matter. */
  private void settle() {
    int middle = (fits + lost) / 2 / 4 * 4;
    if (lost - fits <= STEP || middle <= fits) {
      next = wanted;
      resting = REST;
    } else {
      next = middle;
    }
  }

  private int smaller(int bytes) {
    return fits > 0 ? (fits + bytes) / 2 / 4 * 4 : Math.max(FALLBACK, bytes - 100);
  }

  /** Whether nothing more is looked for. */
  boolean isSettled() {
    return resting > 0;
  }

  /** What is wrong, for whoever has to change it. */
  Optional<String> complaint(InetAddress virtual) {
    if (lost == 0) {
      return Optional.empty();
    }
    if (fits == 0) {
      return Optional.of("packets of " + wanted + " bytes are lost");
    }
    int headers =
        (virtual instanceof Inet4Address ? Segment.IPV4_BYTES : Segment.IPV6_BYTES)
            + Segment.TCP_BYTES;
    return Optional.of(
        "packets above "
            + fits
            + " bytes are lost: set the MSS to "
            + (fits - headers)
            + " or less, or the MTU of its routes");
  }
}
