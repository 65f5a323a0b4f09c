package io.directord.kernel.ipvs;

/**
 * The scheduler's own flags ({@code IP_VS_SVC_F_SCHED1..3}, {@code linux/ip_vs.h}); their meaning
 * depends on the scheduler: {@code sh-fallback} and {@code sh-port}, {@code mh-fallback} and {@code
 * mh-port}.
 */
public enum SchedulerFlag {
  FLAG_1(0x08),
  FLAG_2(0x10),
  FLAG_3(0x20);

  private final int bit;

  SchedulerFlag(int bit) {
    this.bit = bit;
  }

  public int bit() {
    return bit;
  }

  /** As {@code ipvsadm -b} prints it for this scheduler. */
  public String ipvsadm(String scheduler) {
    boolean hashing = scheduler.equals("sh") || scheduler.equals("mh");
    return switch (this) {
      case FLAG_1 -> hashing ? scheduler + "-fallback" : "flag-1";
      case FLAG_2 -> hashing ? scheduler + "-port" : "flag-2";
      case FLAG_3 -> "flag-3";
    };
  }
}
