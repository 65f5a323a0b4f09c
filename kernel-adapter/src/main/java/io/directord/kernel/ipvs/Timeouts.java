package io.directord.kernel.ipvs;

/** How long idle connections are remembered, in seconds ({@code ipvsadm --set}). */
public record Timeouts(int tcpSeconds, int tcpFinSeconds, int udpSeconds) {
  /** The kernel multiplies by its tick rate in an int. */
  public static final int SECONDS_MAX = Integer.MAX_VALUE / 1000;

  public Timeouts {
    require("tcp", tcpSeconds);
    require("tcp-fin", tcpFinSeconds);
    require("udp", udpSeconds);
  }

  private static void require(String name, int seconds) {
    if (seconds < 1 || seconds > SECONDS_MAX) {
      throw new IllegalArgumentException(
          name + " timeout must be 1.." + SECONDS_MAX + " seconds, found " + seconds);
    }
  }
}
