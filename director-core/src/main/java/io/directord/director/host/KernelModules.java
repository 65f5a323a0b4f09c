package io.directord.director.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which modules this kernel has, and could have. Reads files: never on a loop. */
public final class KernelModules {
  /**
   * What was found.
   *
   * @param loaded with those that are built in, as far as they show
   * @param present on disk; empty where that cannot be told
   */
  public record Seen(String release, Set<String> loaded, Optional<Set<String>> present) {
    public Seen {
      loaded = Set.copyOf(loaded);
      present = present.map(Set::copyOf);
    }

    public boolean has(String module) {
      return loaded.contains(module);
    }

    /** Whether it is known not to be on this host. */
    public boolean lacks(String module) {
      return !has(module) && present.isPresent() && !present.get().contains(module);
    }
  }

  /** The program that loads modules. */
  record Loader(Path folder, String name) {}

  /** Which the kernel itself would run, {@code kernel/module/kmod.c}. */
  private static final Path MODPROBE = Path.of("/proc/sys/kernel/modprobe");

  private static final Loader USUAL = new Loader(Path.of("/sbin"), "modprobe");

  private final Path root;

  /** Below this folder, which is {@code /} but for tests. */
  public KernelModules(Path root) {
    this.root = root;
  }

  static Loader loader() {
    try {
      Path named = Path.of(Files.readString(MODPROBE).strip());
      Path folder = named.getParent();
      Path name = named.getFileName();
      return named.isAbsolute() && folder != null && name != null
          ? new Loader(folder, name.toString())
          : USUAL;
    } catch (IOException | InvalidPathException none) {
      return USUAL;
    }
  }

  public Seen see() {
    String release = text("proc/sys/kernel/osrelease").strip();
    Set<String> loaded = new HashSet<>();
    text("proc/modules").lines().forEach(line -> loaded.add(line.split(" ", 2)[0]));
    Path folder = root.resolve("lib/modules/" + release);
    loaded.addAll(listed(folder.resolve("modules.builtin")));
    // Of what is built in and has parameters or a version, wherever the list is missing.
    try (Stream<Path> modules = Files.list(root.resolve("sys/module"))) {
      modules.forEach(module -> loaded.add(module.getFileName().toString()));
    } catch (IOException unreadable) {
      return seen(release, loaded, folder);
    }
    return seen(release, loaded, folder);
  }

  private static Seen seen(String release, Set<String> loaded, Path folder) {
    Path list = folder.resolve("modules.dep");
    return new Seen(
        release, loaded, Files.isReadable(list) ? Optional.of(listed(list)) : Optional.empty());
  }

  /** {@code kernel/net/netfilter/ipvs/ip_vs.ko.xz: …}. */
  private static Set<String> listed(Path file) {
    Set<String> names = new HashSet<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines.forEach(line -> {
        String path = line.split(":", 2)[0];
        String name = path.substring(path.lastIndexOf('/') + 1);
        int end = name.indexOf(".ko");
        names.add((end < 0 ? name : name.substring(0, end)).replace('-', '_'));
      });
    } catch (IOException | java.io.UncheckedIOException unreadable) {
      return Set.of();
    }
    return names;
  }

  private String text(String file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException unreadable) {
      return "";
    }
  }
}
