package io.directord.failover.filter;

import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Our chain in the words of {@code iptables-restore}. Pure. */
final class IptablesText {
  static final String CHAIN = "DIRECTORD-ACCEPT";

  private static final String JUMP = "INPUT -j " + CHAIN;
  private static final String RULE = "-A INPUT ";

  private IptablesText() {}

  /**
   * One transaction that fills our chain anew and makes it the first of INPUT.
   *
   * @param input what {@code iptables -S INPUT} says
   */
  static String replace(Family family, List<InetAddress> addresses, String input) {
    StringBuilder text = begin();
    if (!leads(input)) {
      forgetJumps(text, input);
      text.append("-I INPUT 1 -j ").append(CHAIN).append('\n');
    }
    if (family == Family.IPV6) {
      for (int type : new int[] {135, 136}) {
        text.append("-A ").append(CHAIN).append(" -p icmpv6 -m icmp6 --icmpv6-type ").append(type);
        text.append(" -j RETURN\n");
      }
    }
    for (InetAddress address : addresses) {
      text.append("-A ").append(CHAIN).append(" -d ").append(NetUtil.toAddressString(address));
      text.append('/').append(family.hostPrefix()).append(" -j DROP\n");
    }
    return text.append("COMMIT\n").toString();
  }

  /** One transaction that leaves nothing of ours. */
  static String remove(String input) {
    StringBuilder text = begin();
    forgetJumps(text, input);
    return text.append("-X ").append(CHAIN).append("\nCOMMIT\n").toString();
  }

  /** Naming the chain makes or empties it. */
  private static StringBuilder begin() {
    return new StringBuilder("*filter\n:").append(CHAIN).append(" - [0:0]\n");
  }

  private static void forgetJumps(StringBuilder text, String input) {
    input
        .lines()
        .filter(("-A " + JUMP)::equals)
        .forEach(_ -> text.append("-D ").append(JUMP).append('\n'));
  }

  /** Whether our chain sees each packet before any other rule does. */
  static boolean leads(String input) {
    return input.lines().filter(line -> line.startsWith(RULE)).findFirst().equals(jump())
        && input.lines().filter(("-A " + JUMP)::equals).count() == 1;
  }

  private static Optional<String> jump() {
    return Optional.of("-A " + JUMP);
  }
}
