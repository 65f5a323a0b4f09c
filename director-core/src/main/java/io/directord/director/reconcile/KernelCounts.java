package io.directord.director.reconcile;

import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What rounds came to, counted. One thread counts, any reads. */
public final class KernelCounts {
  /** What the kernel is asked for, as labels have it. */
  public static final List<String> CHANGES =
      List.of(
          "create-service",
          "update-service",
          "delete-service",
          "create-server",
          "update-server",
          "delete-server",
          "zero",
          "flush",
          "timeouts",
          "sync-daemon");

  /** A round that came to nothing: the table could not be read, or not be changed at all. */
  public static final String ROUND = "round";

  private final Map<String, LongAdder> changes = new TreeMap<>();
  private final Map<String, LongAdder> errors = new TreeMap<>();

  public KernelCounts() {
    CHANGES.forEach(each -> changes.put(each, new LongAdder()));
    CHANGES.forEach(each -> errors.put(each, new LongAdder()));
    errors.put(ROUND, new LongAdder());
  }

  public void onRound(Round round) {
    round.taken().forEach(each -> increment(changes, kind(each)));
    for (Refusal refusal : round.refusals()) {
      increment(errors, kind(refusal.change()));
    }
    if (round.failure().isPresent()) {
      increment(errors, ROUND);
    }
  }

  public long changes(String kind) {
    LongAdder counted = changes.get(kind);
    return counted == null ? 0 : counted.sum();
  }

  public long errors(String operation) {
    LongAdder counted = errors.get(operation);
    return counted == null ? 0 : counted.sum();
  }

  private static void increment(Map<String, LongAdder> in, String kind) {
    LongAdder counted = in.get(kind);
    if (counted != null) {
      counted.increment();
    }
  }

  static String kind(IpvsChange change) {
    return switch (change) {
      case IpvsChange.CreateService _ -> "create-service";
      case IpvsChange.UpdateService _ -> "update-service";
      case IpvsChange.DeleteService _ -> "delete-service";
      case IpvsChange.CreateServer _ -> "create-server";
      case IpvsChange.UpdateServer _ -> "update-server";
      case IpvsChange.DeleteServer _ -> "delete-server";
      case IpvsChange.ZeroService _, IpvsChange.ZeroAll _ -> "zero";
      case IpvsChange.Flush _ -> "flush";
      case IpvsChange.SetTimeouts _ -> "timeouts";
      case IpvsChange.StartSyncDaemon _, IpvsChange.StopSyncDaemon _ -> "sync-daemon";
    };
  }
}
