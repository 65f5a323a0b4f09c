package io.directord.director.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The sysctls of the network namespace we are in. Reads and writes files: never on a loop. */
public final class ProcSys {
  public static final Path ROOT = Path.of("/proc/sys");

  private static final Set<String> NO_INTERFACES = Set.of("all", "default", "lo");

  private final Path root;

  /** Below this folder. */
  public ProcSys(Path root) {
    this.root = root;
  }

  /** Empty where there is none; blanks as sysctl(8) has them. */
  public Optional<String> read(String path) {
    try {
      return Optional.of(Files.readString(root.resolve(path)).strip().replaceAll("\\s+", " "));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Says why it was refused, and what to do. */
  public Optional<String> write(String path, String value) {
    Path file = root.resolve(path);
    try {
      Files.writeString(file, value, StandardOpenOption.WRITE);
      return Optional.empty();
    } catch (NoSuchFileException missing) {
      return Optional.of(file + ": this kernel has no such sysctl");
    } catch (IOException refused) {
      String text = String.valueOf(refused.getMessage());
      return Optional.of(
          file
              + ": "
              + text.substring(text.lastIndexOf(": ") + 1).strip()
              + " (under systemd: not with ProtectKernelTunables=yes, and with CAP_NET_ADMIN)");
    }
  }

  /** Names of interfaces that have sysctls, but for the loopback. */
  public Set<String> interfaces() {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> folders = Files.list(root.resolve("net/ipv4/conf"))) {
      folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !NO_INTERFACES.contains(name))
          .forEach(names::add);
    } catch (IOException unreadable) {
      return Set.of();
    }
    return names;
  }
}
