package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.reconcile.Planning;
import io.directord.kernel.ipvs.NetlinkIpvs;

/** Gets the JVM ready for a large first plan; for the thread that starts. */
final class FirstPlan {
  private static final int REHEARSED_SERVERS = 5_000;
  private static final long UNTIDY_BYTES = 64 << 20;

  private FirstPlan() {}

  /**
   * Where a plan will be large, a twentieth of it is planned beforehand, for the JVM to compile
   * what does that. And reading a large configuration leaves many times its size behind, which is
   * cleared away while nothing is served yet: the collector would otherwise come in the midst of
   * the first plan, copy it, and take as long as the plan.
   */
  static void prepare(DirectorConfig config) {
    if (Runtime.getRuntime().totalMemory() > UNTIDY_BYTES) {
      NetlinkIpvs.rehearse(Planning.rehearse(config, REHEARSED_SERVERS));
      System.gc();
    }
  }
}
