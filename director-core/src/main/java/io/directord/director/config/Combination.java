package io.directord.director.config;

import java.util.Collections;
import java.util.List;

/**
 * How the verdicts of a server's checks make one: each has votes, and it takes so many of them. All
 * must pass when that is every vote there is.
 *
 * @param needed votes of checks that pass
 * @param votes of each check, in their order
 */
public record Combination(int needed, List<Integer> votes) {
  public static final int VOTES_MAX = 100;

  public Combination {
    votes = List.copyOf(votes);
    if (needed < 0 || needed > sum(votes)) {
      throw new IllegalArgumentException(
          "require must be 1.." + sum(votes) + ", the votes there are, found " + needed);
    }
  }

  /** So many checks, of which each must pass. */
  public static Combination all(int checks) {
    return new Combination(checks, Collections.nCopies(checks, 1));
  }

  static Combination any(int checks) {
    return new Combination(Math.min(1, checks), Collections.nCopies(checks, 1));
  }

  public int sum() {
    return sum(votes);
  }

  /** Whether one that fails is enough to be down. */
  public boolean isAll() {
    return needed == sum();
  }

  private static int sum(List<Integer> votes) {
    int sum = 0;
    for (int each : votes) {
      sum += each;
    }
    return sum;
  }
}
