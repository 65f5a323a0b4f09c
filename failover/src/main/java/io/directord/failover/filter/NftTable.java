package io.directord.failover.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A table of nftables that is ours as a whole: replaced in one transaction, compared with what it
 * looked like right after that. Waits for programs; confined to one thread.
 */
public final class NftTable {
  private final Programs programs;
  private final String table;
  private List<String> print = List.of();

  /**
   * Has put in nothing yet.
   *
   * @param table family and name, such as {@code inet directord}
   */
  public NftTable(Programs programs, String table) {
    this.programs = programs;
    this.table = table;
  }

  /**
   * One transaction that puts this table in the place of whichever was there. Pure.
   *
   * @param body its sets and chains, in the words of {@code nft}
   */
  public static String transaction(String table, String body) {
    return "add table "
        + table
        + "\ndelete table "
        + table
        + "\ntable "
        + table
        + " {\n"
        + body
        + "}\n";
  }

  /** Puts in what {@link #transaction} says. Says why it could not. */
  public Optional<String> replace(String transaction) throws InterruptedException {
    Programs.Ran replaced = programs.run(List.of("nft", "-f", "-"), transaction);
    if (!replaced.ok()) {
      return replaced.trouble();
    }
    Programs.Ran listed = list();
    print = print(listed.output());
    return listed.trouble();
  }

  /** Says what is no longer as {@link #replace} left it. */
  public Optional<String> damage() throws InterruptedException {
    Programs.Ran listed = list();
    if (!listed.ok()) {
      return listed.trouble();
    }
    return print(listed.output()).equals(print)
        ? Optional.empty()
        : Optional.of("table " + table + " was changed");
  }

  /** Takes away what is there, of an earlier run too. */
  public PacketFilter.Removed remove() throws InterruptedException {
    if (!programs.has("nft") || !list().ok()) {
      return PacketFilter.Removed.NOTHING;
    }
    List<String> delete = words("nft delete table");
    Programs.Ran deleted = programs.run(delete);
    return deleted.ok()
        ? new PacketFilter.Removed(List.of(String.join(" ", delete)), List.of())
        : new PacketFilter.Removed(List.of(), List.of(deleted.trouble().orElse("")));
  }

  private Programs.Ran list() throws InterruptedException {
    return programs.run(words("nft -s list table"));
  }

  private List<String> words(String command) {
    return List.of((command + " " + table).split(" "));
  }

  /** Two listings say the same whichever way the kernel turned its sets. */
  static List<String> print(String listing) {
    String[] words = listing.strip().split("[\\s,]+");
    Arrays.sort(words);
    return List.of(words);
  }
}
