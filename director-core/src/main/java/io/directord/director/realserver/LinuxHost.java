package io.directord.director.realserver;

import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.realserver.Persistence.Boot;
import io.directord.failover.filter.Programs;
import io.directord.failover.filter.Programs.Ran;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This host: runs its programs and writes its files. Used by one thread, which waits. */
public final class LinuxHost implements Host {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String STATE = "real-server";
  private static final String UNITS = "/etc/systemd/";
  private static final String PROGRAM = "rwxr-xr-x";

  /** These come in two kinds, for the two packet filters of the kernel. */
  private static final Map<String, String> TABLES_IN_USE =
      Map.of(
          "iptables", "/proc/net/ip_tables_names",
          "ip6tables", "/proc/net/ip6_tables_names",
          "arptables", "/proc/net/arp_tables_names");

  private final Programs programs;
  private final Path state;
  private final Path root;

  /**
   * Touches nothing yet.
   *
   * @param folder of the state file
   * @param root before the paths of all other files; {@code /} but in tests
   */
  public LinuxHost(Programs programs, Path folder, Path root) {
    this.programs = programs;
    this.state = folder.resolve(STATE);
    this.root = root;
  }

  /** A look at routes and addresses needs no rights; all else does. */
  public static void requireRoot() throws StartFailure {
    try {
      if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
        throw new StartFailure(
            ExitCode.PERMISSION, "only root prepares a real server: run it with sudo, or as root");
      }
    } catch (IOException unreadable) {
      throw new StartFailure(ExitCode.UNAVAILABLE, "cannot read /proc: " + unreadable.getMessage());
    }
  }

  @Override
  public void require(Step step) throws StartFailure {
    Optional<Step.Condition> condition = step.condition();
    if (step instanceof Step.Toggle toggle) {
      requireProgram(toggle.make().getFirst().program());
    } else if (step instanceof Step.DefaultRoute) {
      requireProgram("ip");
    }
    if (condition.isPresent() && !run(condition.get().command()).ok()) {
      throw new StartFailure(ExitCode.UNAVAILABLE, condition.get().otherwise());
    }
  }

  private void requireProgram(String program) throws StartFailure {
    if (kinds(program).isEmpty()) {
      throw new StartFailure(
          ExitCode.UNAVAILABLE,
          "there is no " + program + " on this host: install " + Packages.of(program));
    }
  }

  private List<String> kinds(String program) {
    List<String> all =
        TABLES_IN_USE.containsKey(program)
            ? List.of(program, program + "-nft", program + "-legacy")
            : List.of(program);
    return all.stream().filter(programs::has).toList();
  }

  /** The old kind loads its tables when it is asked: it is asked where they are in use. */
  private boolean mayAsk(String kind, Command command) throws InterruptedException {
    String names = TABLES_IN_USE.get(command.program());
    if (names == null
        || command.words().contains("-N")
        || programs.run(List.of(kind, "--version")).output().contains("nf_tables")) {
      return true;
    }
    try {
      int table = command.words().indexOf("-t") + 1;
      return Files.readAllLines(Path.of(names))
          .contains(table == 0 ? "filter" : command.words().get(table));
    } catch (IOException absent) {
      return false;
    }
  }

  /** With each kind of the program until one can do it: the others lack our chain. */
  private Ran run(Command command) throws StartFailure {
    Ran last = Ran.failed("there is no " + command.program());
    try {
      for (String kind : kinds(command.program())) {
        if (mayAsk(kind, command)) {
          List<String> words = new ArrayList<>(command.words());
          words.set(0, kind);
          last = programs.run(words, command.input());
          if (last.ok()) {
            return last;
          }
        }
      }
      return last;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new StartFailure(ExitCode.UNAVAILABLE, "interrupted");
    }
  }

  private void change(Command command) throws StartFailure {
    Ran ran = run(command);
    if (!ran.ok()) {
      String trouble = ran.trouble().orElse("");
      int code =
          trouble.contains("ermission denied") || trouble.contains("not permitted")
              ? ExitCode.PERMISSION
              : ExitCode.UNAVAILABLE;
      throw new StartFailure(
          code, String.join(" ", command.words()) + ": " + trouble + hint(command));
    }
  }

  private static String hint(Command command) {
    return command.program().equals("modprobe")
        ? "; it comes with the kernel's modules, such as linux-modules-extra or kernel-modules"
        : "";
  }

  private boolean sees(Step.Look look) throws StartFailure {
    Ran ran = run(look.command());
    return ran.ok() && look.matches(ran.output());
  }

  @Override
  public Found look(Step step) throws StartFailure {
    return switch (step) {
      case Step.Toggle toggle -> {
        boolean inPlace = sees(toggle.look());
        yield new Found(inPlace, inPlace || sees(toggle.there()), "");
      }
      case Step.Sysctl sysctl -> found(sysctl, readWhole(Path.of(sysctl.path())).strip());
      case Step.DefaultRoute route -> found(route, route.now(run(route.list()).output()));
    };
  }

  private static Found found(Step.Setting setting, String now) {
    boolean asWanted = setting.isAsWanted(now);
    return new Found(asWanted, asWanted, now);
  }

  @Override
  public void make(Step step) throws StartFailure {
    switch (step) {
      case Step.Toggle toggle -> {
        for (Command command : toggle.make()) {
          change(command);
        }
      }
      case Step.Sysctl sysctl -> set(sysctl, sysctl.value());
      case Step.DefaultRoute route -> change(route.make());
    }
  }

  @Override
  public void undo(Step step, String former) throws StartFailure {
    switch (step) {
      case Step.Toggle toggle -> {
        for (Command command : toggle.undo()) {
          change(command);
        }
      }
      case Step.Sysctl sysctl -> set(sysctl, former);
      case Step.DefaultRoute route -> change(route.restore(former));
    }
  }

  private static void set(Step.Sysctl sysctl, String value) throws StartFailure {
    try {
      Files.writeString(Path.of(sysctl.path()), value);
    } catch (IOException refused) {
      throw new StartFailure(
          ExitCode.UNAVAILABLE, "cannot write " + sysctl.path() + ": " + refused.getMessage());
    }
  }

  private static String readWhole(Path file) throws StartFailure {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException absent) {
      return "";
    } catch (IOException unreadable) {
      throw new StartFailure(
          ExitCode.UNAVAILABLE, "cannot read " + file + ": " + unreadable.getMessage());
    }
  }

  @Override
  public State recall() throws StartFailure {
    return State.read(readWhole(state), readWhole(BOOT_ID).strip());
  }

  @Override
  public void remember(State after) throws StartFailure {
    try {
      if (after.isEmpty()) {
        Files.deleteIfExists(state);
      } else {
        writeWhole(state, after.write(readWhole(BOOT_ID).strip()));
      }
    } catch (IOException refused) {
      throw new StartFailure(
          ExitCode.UNAVAILABLE, "cannot write " + state + ": " + refused.getMessage());
    }
  }

  private static void writeWhole(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(whole, text, StandardCharsets.UTF_8);
    try (FileChannel disk = FileChannel.open(whole, StandardOpenOption.WRITE)) {
      disk.force(true);
    }
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Of drop-ins: an empty folder means nothing, and was not there before ours. */
  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException others) {
      // it is not ours alone
    }
  }

  private Path rooted(String file) {
    return root.resolve(file.substring(1));
  }

  @Override
  public String read(String file) throws StartFailure {
    return readWhole(rooted(file));
  }

  @Override
  public void write(String file, String content) throws StartFailure {
    try {
      if (content.isEmpty()) {
        Files.deleteIfExists(rooted(file));
        if (file.equals(Persistence.WANTED)) {
          deleteIfEmpty(rooted(file).resolveSibling(""));
        }
      } else {
        writeWhole(rooted(file), content);
        if (content.startsWith("#!")) {
          Files.setPosixFilePermissions(rooted(file), PosixFilePermissions.fromString(PROGRAM));
        }
      }
      if (file.startsWith(UNITS) && isFolder("run/systemd/system")) {
        run(Command.of("systemctl daemon-reload"));
      }
    } catch (IOException refused) {
      throw new StartFailure(
          ExitCode.UNAVAILABLE, "cannot write " + file + ": " + refused.getMessage());
    }
  }

  /** What {@code ip} lists of this host's addresses, one a line. */
  public String addresses() throws StartFailure {
    return run(Command.of("ip -o address show")).output();
  }

  /** Who will run the script: what runs now, before what is only installed. */
  public Optional<Boot> boot() {
    if (isFolder("run/systemd/system")) {
      return Optional.of(Boot.SYSTEMD);
    }
    return isFolder("etc/network/if-up.d")
        ? Optional.of(Boot.IFUPDOWN)
        : Optional.of(Boot.SYSTEMD).filter(_ -> isFolder("etc/systemd/system"));
  }

  private boolean isFolder(String path) {
    return Files.isDirectory(root.resolve(path));
  }
}
