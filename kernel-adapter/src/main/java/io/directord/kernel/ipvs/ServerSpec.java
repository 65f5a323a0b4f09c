package io.directord.kernel.ipvs;

/**
 * What is configured about a real server.
 *
 * @param weight 0 takes no new connections
 * @param upperThreshold no new connections at this many; 0 means no limit
 * @param lowerThreshold takes connections again below this many; 0 means three quarters of upper
 */
public record ServerSpec(
    Forwarding forwarding, int weight, int upperThreshold, int lowerThreshold) {
  public static final int WEIGHT_MAX = 65535;

  public ServerSpec {
    if (weight < 0 || weight > WEIGHT_MAX) {
      throw new IllegalArgumentException("weight must be 0..65535, found " + weight);
    }
    if (upperThreshold < 0 || lowerThreshold < 0) {
      throw new IllegalArgumentException("thresholds must not be negative");
    }
    if (lowerThreshold > upperThreshold) { // ERANGE otherwise
      throw new IllegalArgumentException(
          "lower threshold " + lowerThreshold + " is above the upper one " + upperThreshold);
    }
  }

  public static ServerSpec of(Forwarding forwarding, int weight) {
    return new ServerSpec(forwarding, weight, 0, 0);
  }

  public ServerSpec withWeight(int newWeight) {
    return newWeight == weight
        ? this
        : new ServerSpec(forwarding, newWeight, upperThreshold, lowerThreshold);
  }
}
