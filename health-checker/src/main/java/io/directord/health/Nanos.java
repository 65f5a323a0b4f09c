package io.directord.health;

/** Durations as an operator reads them. Pure. */
final class Nanos {
  private static final long PER_MICRO = 1_000;
  private static final long PER_MILLI = 1_000_000;
  private static final long PER_SECOND = 1_000_000_000;
  private static final long PER_MINUTE = 60 * PER_SECOND;

  private Nanos() {}

  /** Two digits that matter: {@code 0.05 ms}, {@code 1.8 ms}, {@code 18 ms}, {@code 1.2 s}. */
  static String measured(long nanos) {
    if (nanos < PER_MILLI) {
      long hundredths = Math.max(1, nanos / (10 * PER_MICRO));
      return "0." + (hundredths < 10 ? "0" : "") + hundredths + " ms";
    }
    if (nanos < 10 * PER_MILLI) {
      return tenths(nanos / (100 * PER_MICRO)) + " ms";
    }
    if (nanos < PER_SECOND) {
      return nanos / PER_MILLI + " ms";
    }
    return tenths(nanos / (100 * PER_MILLI)) + " s";
  }

  /** Of a time that still has to pass, in whole seconds: {@code 34 s}. */
  static String remaining(long nanos) {
    return Math.ceilDiv(nanos, PER_SECOND) + " s";
  }

  /** As it is written in a configuration: {@code 2m}, {@code 90s}, {@code 1500ms}. */
  static String configured(long nanos) {
    if (nanos >= PER_MINUTE && nanos % PER_MINUTE == 0) {
      return nanos / PER_MINUTE + "m";
    }
    if (nanos % PER_SECOND == 0) {
      return nanos / PER_SECOND + "s";
    }
    if (nanos % PER_MILLI == 0) {
      return nanos / PER_MILLI + "ms";
    }
    return nanos % PER_MICRO == 0 ? nanos / PER_MICRO + "us" : nanos + "ns";
  }

  private static String tenths(long tenths) {
    return tenths / 10 + "." + tenths % 10;
  }
}
