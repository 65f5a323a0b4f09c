package io.directord.failover.filter;

import io.directord.failover.filter.PacketFilter.Removed;
import io.directord.failover.filter.Programs.Ran;
import io.directord.kernel.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A chain of {@code iptables} that is ours as a whole: filled in one transaction, compared with
 * what it looked like right after that. Waits for programs; confined to one thread.
 */
public final class IptablesChain {
  /** Another program may hold the lock; shorter than the deadline. */
  private static final String LOCK_SECONDS = "4";

  private static final Path PROC_NET = Path.of("/proc/net");

  private final Programs programs;
  private final Predicate<Family> used;
  private final ChainText text;

  /** How our chain was listed when it was filled; empty: nothing is in there. */
  private Optional<String> print = Optional.empty();

  /**
   * Has put in nothing yet.
   *
   * @param used whether the old kernel table is in use: asking for a chain would load it
   */
  IptablesChain(Programs programs, Predicate<Family> used, ChainText text) {
    this.programs = programs;
    this.used = used;
    this.text = text;
  }

  /**
   * A chain that the kernel's parent chain jumps to, wherever others put their rules.
   *
   * @param variant of the programs: {@code -legacy}, or nothing
   */
  public static IptablesChain of(
      Programs programs, Family family, String variant, String table, String parent, String chain) {
    return new IptablesChain(
        programs, used(table), new ChainText(family, variant, table, parent, chain, false));
  }

  /** Only root may read it. */
  static Predicate<Family> used(String table) {
    return family -> {
      String names = family == Family.IPV4 ? "ip_tables_names" : "ip6_tables_names";
      try {
        return Files.readAllLines(PROC_NET.resolve(names)).contains(table);
      } catch (IOException absent) {
        return false;
      }
    };
  }

  /**
   * Has these rules, and no others. Says why it could not.
   *
   * @param rules without the chain; none takes the chain away
   */
  public Optional<String> fill(List<String> rules) throws InterruptedException {
    if (rules.isEmpty()) {
      return remove().refused().stream().findFirst();
    }
    Ran parent = list(text.parent());
    if (!parent.ok()) {
      return parent.trouble();
    }
    Ran restored = restore(text.fill(rules, parent.output()));
    if (!restored.ok()) {
      return restored.trouble();
    }
    Ran filled = list(text.chain());
    print = Optional.of(filled.output());
    return filled.trouble();
  }

  /** Says what is no longer as {@link #fill} left it. */
  public Optional<String> damage() throws InterruptedException {
    if (print.isEmpty()) {
      return Optional.empty();
    }
    Ran parent = list(text.parent());
    Ran filled = list(text.chain());
    if (!parent.ok() || !filled.ok()) {
      return parent.trouble().or(filled::trouble);
    }
    if (!text.inPlace(parent.output())) {
      return Optional.of(text.misplaced());
    }
    return Optional.of(filled.output()).equals(print)
        ? Optional.empty()
        : Optional.of(text.chain() + " of " + text.program() + " was changed");
  }

  /** Takes away what is there, of an earlier run too. */
  public Removed remove() throws InterruptedException {
    if (!present()) {
      print = Optional.empty();
      return Removed.NOTHING;
    }
    Ran parent = list(text.parent());
    Ran removed = parent.ok() ? restore(text.remove(parent.output())) : parent;
    if (!removed.ok()) {
      return new Removed(List.of(), List.of(removed.trouble().orElse("")));
    }
    print = Optional.empty();
    List<String> words = command("-X", text.chain());
    words.removeAll(List.of("-w", LOCK_SECONDS));
    return new Removed(List.of(String.join(" ", words)), List.of());
  }

  private boolean present() throws InterruptedException {
    String program = text.program();
    if (!programs.has(program)) {
      return false;
    }
    boolean asking =
        print.isPresent()
            || used.test(text.family())
            || (text.variant().isEmpty()
                && programs.run(List.of(program, "--version")).output().contains("nf_tables"));
    return asking && list(text.chain()).ok();
  }

  private Ran list(String chain) throws InterruptedException {
    return programs.run(command("-S", chain));
  }

  private Ran restore(String transaction) throws InterruptedException {
    return programs.run(
        List.of(text.program() + "-restore", "-w", LOCK_SECONDS, "--noflush"), transaction);
  }

  private List<String> command(String what, String chain) {
    List<String> words = new ArrayList<>(List.of(text.program(), "-w", LOCK_SECONDS));
    words.addAll(text.option());
    words.add(what);
    words.add(chain);
    return words;
  }
}
