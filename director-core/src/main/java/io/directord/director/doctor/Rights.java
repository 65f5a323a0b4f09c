package io.directord.director.doctor;

import io.directord.director.config.DirectorConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Capabilities and limits. Pure. */
final class Rights implements Examination {
  // linux/capability.h
  static final int NET_ADMIN = 12;
  static final int NET_RAW = 13;
  static final int IPC_LOCK = 14;
  static final int SYS_NICE = 23;

  private static final String UNIT = "AmbientCapabilities= of directord.service: ";

  @Override
  public List<Finding> of(Observed seen) {
    List<Finding> findings = new ArrayList<>();
    DirectorConfig config = seen.config();
    boolean routers = !config.routers().isEmpty();
    if (seen.process().capabilities().isEmpty()) {
      findings.add(
          Finding.warn(
              "rights", "those of the running director cannot be read", "run this as root"));
      return findings;
    }
    if (routers || !config.services().isEmpty()) {
      findings.add(need(seen, NET_ADMIN, "CAP_NET_ADMIN", "the kernel's tables cannot be changed"));
    }
    if (routers) {
      findings.add(
          need(seen, NET_RAW, "CAP_NET_RAW", "virtual routers can neither hear nor advertise"));
      findings.add(realTime(seen));
      findings.add(lockedMemory(seen));
    }
    openFiles(seen, findings);
    return findings;
  }

  private static boolean has(Observed seen, int capability) {
    return (seen.process().capabilities().orElse(0) >> capability & 1) == 1;
  }

  private static Finding need(Observed seen, int capability, String name, String without) {
    if (has(seen, capability)) {
      return Finding.ok("right " + name, whose(seen) + " has it");
    }
    return seen.process().daemon()
        ? Finding.fail("right " + name, "the director lacks it: " + without, UNIT + name)
        : Finding.warn(
            "right " + name,
            "no director runs, and this command has not got it either",
            "run this as root, or while the director runs");
  }

  private static String whose(Observed seen) {
    return seen.process().daemon() ? "the director" : "this command";
  }

  private static Finding realTime(Observed seen) {
    boolean may = has(seen, SYS_NICE) || seen.process().realTime().orElse(0) > 0;
    return may
        ? Finding.ok("right CAP_SYS_NICE", "the heartbeat may have a real-time priority")
        : Finding.warn(
            "right CAP_SYS_NICE",
            "on a busy host advertisements leave late: the heartbeat gets no real-time priority",
            UNIT + "CAP_SYS_NICE, or LimitRTPRIO=50");
  }

  private static Finding lockedMemory(Observed seen) {
    boolean may = has(seen, IPC_LOCK) || seen.process().lockedBytes().orElse(0) == Long.MAX_VALUE;
    return may
        ? Finding.ok("right CAP_IPC_LOCK", "memory may be locked")
        : Finding.warn(
            "right CAP_IPC_LOCK",
            "where memory is short the heartbeat waits for the disk: its memory is not locked",
            UNIT + "CAP_IPC_LOCK, or LimitMEMLOCK=infinity");
  }

  /** Probes use half of them at most. */
  private static void openFiles(Observed seen, List<Finding> findings) {
    OptionalLong limit = seen.process().openFiles();
    long targets =
        seen.config().services().stream()
            .flatMap(service -> service.servers().stream())
            .mapToLong(server -> server.checks().size())
            .sum();
    long wanted = Math.min(targets, seen.config().checksInFlight());
    if (limit.isPresent() && limit.getAsLong() / 2 < wanted) {
      findings.add(
          Finding.warn(
              "open files",
              limit.getAsLong()
                  + " allow "
                  + limit.getAsLong() / 2
                  + " checks at a time, of "
                  + wanted,
              "LimitNOFILE=" + Math.max(65_536, 2 * wanted) + " in directord.service"));
    } else if (limit.isPresent()) {
      findings.add(Finding.ok("open files", limit.getAsLong() + " are enough"));
    }
  }
}
