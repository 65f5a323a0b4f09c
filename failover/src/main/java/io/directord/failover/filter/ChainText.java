package io.directord.failover.filter;

import io.directord.kernel.Family;
import java.util.List;

/**
 * A chain of our own in the words of {@code iptables-restore}. Pure.
 *
 * @param variant of the programs: {@code -legacy} where the usual ones speak to nftables, or
 *     nothing
 * @param parent the kernel's chain that jumps to ours
 * @param first whether no rule may stand before that jump
 */
record ChainText(
    Family family, String variant, String table, String parent, String chain, boolean first) {
  private static final String FILTER = "filter";

  /** {@code iptables} or {@code ip6tables}, of the variant. */
  String program() {
    return (family == Family.IPV4 ? "iptables" : "ip6tables") + variant;
  }

  /** What selects the table on a command line. */
  List<String> option() {
    return table.equals(FILTER) ? List.of() : List.of("-t", table);
  }

  /**
   * One transaction that fills our chain anew and makes the kernel's jump there, before all others.
   *
   * @param rules what follows {@code -A CHAIN}
   * @param listed what {@code iptables -S PARENT} says
   */
  String fill(List<String> rules, String listed) {
    StringBuilder text = begin();
    if (!inPlace(listed)) {
      forgetJumps(text, listed);
      text.append("-I ").append(parent).append(" 1 -j ").append(chain).append('\n');
    }
    rules.forEach(rule -> text.append("-A ").append(chain).append(' ').append(rule).append('\n'));
    return text.append("COMMIT\n").toString();
  }

  /** One transaction that leaves nothing of ours. */
  String remove(String listed) {
    StringBuilder text = begin();
    forgetJumps(text, listed);
    return text.append("-X ").append(chain).append("\nCOMMIT\n").toString();
  }

  /** Whether there is one jump, and where it must be. */
  boolean inPlace(String listed) {
    List<String> rules =
        listed.lines().filter(line -> line.startsWith("-A " + parent + " ")).toList();
    return rules.stream().filter(jump()::equals).count() == 1
        && (!first || rules.getFirst().equals(jump()));
  }

  /** What is wrong where {@link #inPlace} is not. */
  String misplaced() {
    return chain
        + " of "
        + program()
        + (first ? " is not the first of " : " has no jump, or two, in ")
        + parent;
  }

  /** Naming the chain makes or empties it. */
  private StringBuilder begin() {
    return new StringBuilder("*" + table + "\n:").append(chain).append(" - [0:0]\n");
  }

  private void forgetJumps(StringBuilder text, String listed) {
    String delete = "-D" + jump().substring(2) + "\n";
    listed.lines().filter(jump()::equals).forEach(_ -> text.append(delete));
  }

  private String jump() {
    return "-A " + parent + " -j " + chain;
  }
}
