package io.directord.failover.filter;

import io.directord.failover.filter.Programs.Ran;
import io.directord.kernel.Family;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Rules in a chain of our own of {@code iptables}, for kernels without nftables. Each family is a
 * transaction of its own.
 */
final class IptablesFilter implements PacketFilter {
  /** Another program may hold the lock; shorter than the deadline. */
  private static final String LOCK_SECONDS = "4";

  private final Programs programs;
  private final Predicate<Family> used;
  private final Half four = new Half(Family.IPV4, "iptables");
  private final Half six = new Half(Family.IPV6, "ip6tables");

  /**
   * Has put in nothing yet.
   *
   * @param used whether the old kernel tables are in use: asking for a chain would load them
   */
  IptablesFilter(Programs programs, Predicate<Family> used) {
    this.programs = programs;
    this.used = used;
  }

  @Override
  public String name() {
    return "iptables";
  }

  @Override
  public Optional<String> drop(List<InetAddress> addresses) throws InterruptedException {
    Optional<String> trouble = four.drop(addresses);
    return trouble.isPresent() ? trouble : six.drop(addresses);
  }

  @Override
  public Optional<String> damage() throws InterruptedException {
    Optional<String> damage = four.damage();
    return damage.isPresent() ? damage : six.damage();
  }

  @Override
  public Removed remove() throws InterruptedException {
    Removed first = four.remove();
    Removed second = six.remove();
    return new Removed(
        both(first.removed(), second.removed()), both(first.refused(), second.refused()));
  }

  private static List<String> both(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** One family. */
  private final class Half {
    private final Family family;
    private final String program;

    /** How our chain was listed when it was filled; empty: nothing is in there. */
    private Optional<String> print = Optional.empty();

    Half(Family family, String program) {
      this.family = family;
      this.program = program;
    }

    private Ran list(String chain) throws InterruptedException {
      return programs.run(List.of(program, "-w", LOCK_SECONDS, "-S", chain));
    }

    private Ran restore(String text) throws InterruptedException {
      return programs.run(List.of(program + "-restore", "-w", LOCK_SECONDS, "--noflush"), text);
    }

    Optional<String> drop(List<InetAddress> all) throws InterruptedException {
      List<InetAddress> addresses = all.stream().filter(each -> Family.of(each) == family).toList();
      if (addresses.isEmpty()) {
        return remove().refused().stream().findFirst();
      }
      Ran input = list("INPUT");
      if (!input.ok()) {
        return input.trouble();
      }
      Ran restored = restore(IptablesText.replace(family, addresses, input.output()));
      if (!restored.ok()) {
        return restored.trouble();
      }
      Ran filled = list(IptablesText.CHAIN);
      print = Optional.of(filled.output());
      return filled.trouble();
    }

    Optional<String> damage() throws InterruptedException {
      if (print.isEmpty()) {
        return Optional.empty();
      }
      Ran input = list("INPUT");
      Ran filled = list(IptablesText.CHAIN);
      if (!input.ok() || !filled.ok()) {
        return input.trouble().or(filled::trouble);
      }
      if (!IptablesText.leads(input.output())) {
        return Optional.of(IptablesText.CHAIN + " of " + program + " is not the first of INPUT");
      }
      return Optional.of(filled.output()).equals(print)
          ? Optional.empty()
          : Optional.of(IptablesText.CHAIN + " of " + program + " was changed");
    }

    Removed remove() throws InterruptedException {
      if (!present()) {
        print = Optional.empty();
        return new Removed(List.of(), List.of());
      }
      Ran input = list("INPUT");
      Ran removed = input.ok() ? restore(IptablesText.remove(input.output())) : input;
      if (!removed.ok()) {
        return new Removed(List.of(), List.of(removed.trouble().orElse("")));
      }
      print = Optional.empty();
      return new Removed(List.of(program + " -X " + IptablesText.CHAIN), List.of());
    }

    private boolean present() throws InterruptedException {
      if (!programs.has(program)) {
        return false;
      }
      boolean asking =
          print.isPresent()
              || used.test(family)
              || programs.run(List.of(program, "--version")).output().contains("nf_tables");
      return asking && list(IptablesText.CHAIN).ok();
    }
  }
}
