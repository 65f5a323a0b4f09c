package io.directord.failover.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A table of nftables that is ours as a whole: replaced in one transaction, both families in one,
 * and compared with what it looked like right after that.
 */
public final class NftFilter<R> implements PacketFilter<R> {
  private final Programs programs;
  private final String table;
  private final Function<R, String> text;
  private List<String> print = List.of();

  /**
   * Has put in nothing yet.
   *
   * @param table family and name, such as {@code inet directord}
   * @param text what {@link #transaction} says
   */
  public NftFilter(Programs programs, String table, Function<R, String> text) {
    this.programs = programs;
    this.table = table;
    this.text = text;
  }

  /**
   * Puts this table in the place of whichever was there. Pure.
   *
   * @param body its sets and chains, in the words of {@code nft}
   */
  public static String transaction(String table, String body) {
    String named = "table " + table;
    return "add " + named + "\ndelete " + named + "\n" + named + " {\n" + body + "}\n";
  }

  @Override
  public String name() {
    return "nft";
  }

  @Override
  public Optional<String> put(R rules) throws InterruptedException {
    Programs.Ran replaced = programs.run(List.of("nft", "-f", "-"), text.apply(rules));
    if (!replaced.ok()) {
      return replaced.trouble();
    }
    Programs.Ran listed = list();
    print = print(listed.output());
    return listed.trouble();
  }

  @Override
  public Optional<String> damage() throws InterruptedException {
    Programs.Ran listed = list();
    if (!listed.ok()) {
      return listed.trouble();
    }
    return print(listed.output()).equals(print)
        ? Optional.empty()
        : Optional.of("table " + table + " was changed");
  }

  @Override
  public Removed remove() throws InterruptedException {
    if (!programs.has("nft") || !list().ok()) {
      return Removed.NOTHING;
    }
    List<String> delete = words("nft delete table");
    Programs.Ran deleted = programs.run(delete);
    return deleted.ok()
        ? new Removed(List.of(String.join(" ", delete)), List.of())
        : new Removed(List.of(), List.of(deleted.trouble().orElse("")));
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
