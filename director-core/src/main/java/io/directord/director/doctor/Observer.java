package io.directord.director.doctor;

import com.typesafe.config.Config;
import io.directord.director.config.DirectorConfig;
import io.directord.director.doctor.Observed.Clock;
import io.directord.director.doctor.Observed.Ruleset;
import io.directord.director.host.KernelModules;
import io.directord.director.host.ProcSys;
import io.directord.director.host.SysctlState;
import io.directord.director.host.SysctlTable;
import io.directord.director.host.WantedSysctl;
import io.directord.failover.filter.Programs;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks at this host; changes nothing, and loads nothing. Waits for files and programs. */
public final class Observer {
  private static final int LIMIT_COLUMN = 26;

  private final Path root;
  private final Programs programs;

  /**
   * Of one host.
   *
   * @param root {@code /} but for tests
   */
  public Observer(Path root, Programs programs) {
    this.root = root;
    this.programs = programs;
  }

  /** All of it. */
  public Observed look(
      DirectorConfig config,
      Path file,
      List<Link> links,
      List<Address> addresses,
      Observed.Daemon daemon)
      throws InterruptedException {
    ProcSys proc = new ProcSys(root.resolve("proc/sys"));
    List<SysctlState> sysctls = new ArrayList<>();
    for (WantedSysctl each : SysctlTable.of(config, proc.interfaces())) {
      sysctls.add(new SysctlState(each, proc.read(each.path()), Optional.empty()));
    }
    return new Observed(
        config,
        new Observed.File(file.toString(), changed(file)),
        new KernelModules(root).see(),
        process(daemon.status()),
        sysctls,
        links,
        addresses,
        clock(),
        daemon,
        present(),
        rulesets());
  }

  private static Optional<Instant> changed(Path file) {
    List<Path> files = new ArrayList<>(List.of(file));
    try (Stream<Path> more = Files.list(file.resolveSibling("conf.d"))) {
      more.filter(each -> each.toString().endsWith(".conf")).forEach(files::add);
    } catch (IOException none) {
      return changed(files);
    }
    return changed(files);
  }

  private static Optional<Instant> changed(List<Path> files) {
    return files.stream()
        .map(Observer::changedAlone)
        .flatMap(Optional::stream)
        .max(Instant::compareTo);
  }

  private static Optional<Instant> changedAlone(Path file) {
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private Observed.Running process(Optional<Config> status) {
    String pid = status.map(each -> Status.text(each, "pid")).orElse("");
    boolean daemon = pid.matches("\\d{1,10}");
    Path folder = root.resolve("proc").resolve(daemon ? pid : "self");
    String limits = text(folder.resolve("limits"));
    return new Observed.Running(
        daemon,
        capabilities(text(folder.resolve("status"))),
        limit(limits, "Max open files"),
        limit(limits, "Max locked memory"),
        limit(limits, "Max realtime priority"));
  }

  static OptionalLong capabilities(String status) {
    return status
        .lines()
        .filter(line -> line.matches("CapEff:\\s*[0-9a-f]{1,16}"))
        .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
        .findFirst();
  }

  /** The soft one, as {@code fs/proc/base.c} prints it in columns; unlimited is the largest. */
  static OptionalLong limit(String limits, String name) {
    return limits
        .lines()
        .filter(line -> line.startsWith(name) && line.length() > LIMIT_COLUMN)
        .map(line -> line.substring(LIMIT_COLUMN).strip().replaceFirst("\\s.*", ""))
        .filter(word -> word.equals("unlimited") || word.matches("\\d{1,18}"))
        .mapToLong(word -> word.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(word))
        .findFirst();
  }

  private Clock clock() throws InterruptedException {
    if (Files.exists(root.resolve("run/systemd/timesync/synchronized"))) {
      return Clock.SYNCHRONISED;
    }
    if (!programs.has("timedatectl")) {
      return Clock.UNKNOWN;
    }
    Programs.Ran ran =
        programs.run(List.of("timedatectl", "show", "-p", "NTPSynchronized", "--value"));
    return switch (ran.output().strip()) {
      case "yes" -> Clock.SYNCHRONISED;
      case "no" -> Clock.FREE;
      default -> Clock.UNKNOWN;
    };
  }

  private Set<String> present() {
    Set<String> present = new TreeSet<>();
    for (String each : List.of("nft", "iptables", "ip6tables")) {
      if (programs.has(each)) {
        present.add(each);
      }
    }
    return present;
  }

  /** Of iptables where its tables are in use: asking would load them. */
  private List<Ruleset> rulesets() throws InterruptedException {
    List<Ruleset> rulesets = new ArrayList<>();
    if (programs.has("nft")) {
      add(rulesets, "nft", List.of("nft", "list", "ruleset"));
    }
    for (String each : List.of("iptables", "ip6tables")) {
      String names = each.startsWith("ip6") ? "ip6_tables_names" : "ip_tables_names";
      if (programs.has(each) && text(root.resolve("proc/net/" + names)).contains("filter")) {
        add(rulesets, each, List.of(each, "-w", "2", "-S"));
      }
    }
    return rulesets;
  }

  private void add(List<Ruleset> rulesets, String program, List<String> command)
      throws InterruptedException {
    Programs.Ran ran = programs.run(command);
    if (ran.ok()) {
      rulesets.add(new Ruleset(program, ran.output()));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
