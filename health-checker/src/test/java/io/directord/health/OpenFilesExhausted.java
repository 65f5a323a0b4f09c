package io.directord.health;

import io.directord.health.probe.ProbeKinds;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A process of its own, which uses up all files it may open, and gives them back. */
public final class OpenFilesExhausted {
  private static final int PROBES = 2;

  private OpenFilesExhausted() {}

  /** Probes the HTTP server on the port that is its only argument. */
  public static void main(String[] args) {
    try {
      run(Integer.parseInt(args[0]));
    } catch (Throwable failure) {
      System.out.println("failed: " + failure);
    }
    System.exit(0);
  }

  private static void run(int port) throws IOException {
    InetSocketAddress server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    Check.Http check =
        new Check.Http("GET", "/", "", Map.of(), List.of(new Check.StatusRange(200, 299)));
    Target target = new Target(server, check, Timings.of(200, 200, 1, 5));
    List<Object> heard = new CopyOnWriteArrayList<>();
    HealthChecker checker =
        new HealthChecker(HealthChecker.newLoops(1), new ProbeKinds(), heard::add, heard::add);
    checker.update(Set.of(target));
    Eventually.until(() -> heard.size() == 1, checker::snapshot);

    List<FileInputStream> files = takeAll();
    ProbeStatistics statistics = checker.statistics();
    Eventually.until(() -> statistics.local() > PROBES, checker::snapshot);
    print(checker);
    for (FileInputStream file : files) {
      file.close();
    }
    long probes = status(checker).probes();
    Eventually.until(() -> status(checker).probes() > probes + PROBES, checker::snapshot);
    print(checker);
    System.out.println("heard " + heard.size());
  }

  private static void print(HealthChecker checker) {
    TargetStatus status = status(checker);
    System.out.println(status.state() + ": " + status.because().replaceAll(" in .*", ""));
  }

  private static TargetStatus status(HealthChecker checker) {
    return checker.snapshot().values().iterator().next();
  }

  private static List<FileInputStream> takeAll() {
    List<FileInputStream> files = new ArrayList<>();
    try {
      while (true) {
        files.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException _) {
      return files;
    }
  }
}
