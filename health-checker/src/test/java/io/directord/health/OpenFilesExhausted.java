package io.directord.health;

import io.directord.health.http.HttpCheck;
import io.directord.health.http.HttpChecks;
import io.directord.health.http.StatusRange;
import io.directord.health.transport.ProbeKinds;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

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
    HttpCheck check = HttpChecks.get("/", new StatusRange(200, 299));
    Target target = new Target(server, check, Timings.of(1000, 1000, 1, 5));
    List<Object> heard = new CopyOnWriteArrayList<>();
    HealthChecker checker =
        new HealthChecker(HealthChecker.newLoops(1), new ProbeKinds(), heard::add, heard::add);
    checker.update(Set.of(target));
    Eventually.until(() -> heard.size() == 1, checker::snapshot);

    loadAll();
    List<FileInputStream> files = takeAll();
    ProbeStatistics statistics = checker.statistics();
    // A probe that was in flight gives its file back afterwards: take that one too.
    Eventually.until(
        () -> {
          files.addAll(takeAll());
          return statistics.local() > PROBES;
        },
        checker::snapshot);
    print(checker);
    for (FileInputStream file : files) {
      file.close();
    }
    long probes = status(checker).probes();
    Eventually.until(() -> status(checker).probes() > probes + PROBES, checker::snapshot);
    print(checker);
    System.out.println("heard " + heard.size());
  }

  /** A class that is in a folder, not in an open jar, needs a file to be loaded. */
  private static void loadAll() throws IOException {
    Path folder =
        Path.of(HealthChecker.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = folder.relativize(file).toString().replace('/', '.');
        if (!name.endsWith("-info.class")) {
          Class.forName(name.substring(0, name.length() - ".class".length()));
        }
      }
    } catch (ClassNotFoundException impossible) {
      throw new AssertionError(impossible);
    }
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
