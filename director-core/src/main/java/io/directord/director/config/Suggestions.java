package io.directord.director.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Guesses what a misspelt word was meant to be. Pure. */
public final class Suggestions {
  private static final int SHOWN_MAX = 3;
  private static final int WORD_CHARACTERS_MAX = 64;

  /** What keepalived and ldirectord call it. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("lb_algo", "scheduler"),
          Map.entry("lvs_sched", "scheduler"),
          Map.entry("lb_kind", "forwarding"),
          Map.entry("lvs_method", "forwarding"),
          Map.entry("gate", "direct"),
          Map.entry("masq", "masquerade"),
          Map.entry("ipip", "tunnel"),
          Map.entry("dr", "direct"),
          Map.entry("nat", "masquerade"),
          Map.entry("tun", "tunnel"),
          Map.entry("persistence_timeout", "persistence"),
          Map.entry("persistent", "persistence"),
          Map.entry("sorry_server", "last-resort"),
          Map.entry("sorry-server", "last-resort"),
          Map.entry("fallback", "last-resort"),
          Map.entry("real_server", "real-servers"),
          Map.entry("servers", "real-servers"),
          Map.entry("real", "real-servers"),
          Map.entry("quiescent", "when-down"),
          Map.entry("inhibit_on_failure", "when-down"),
          Map.entry("uthreshold", "upper-threshold"),
          Map.entry("lthreshold", "lower-threshold"),
          Map.entry("delay_loop", "interval"),
          Map.entry("connect_timeout", "timeout"),
          Map.entry("virtual_router_id", "vrid"),
          Map.entry("advert_int", "advertisement-interval"),
          Map.entry("virtual_ipaddress", "addresses"),
          Map.entry("unicast_peer", "peers"),
          Map.entry("nopreempt", "preempt"),
          Map.entry("auth_pass", "pass"),
          Map.entry("fwmark", "firewall-mark"));

  private Suggestions() {}

  /** Empty, or {@code ; did you mean "scheduler"?} to put behind a message. */
  public static String of(String word, Collection<String> known) {
    List<String> near = near(word, known);
    if (near.isEmpty()) {
      return "";
    }
    return near.stream()
        .map(candidate -> '"' + candidate + '"')
        .collect(Collectors.joining(" or ", "; did you mean ", "?"));
  }

  private static List<String> near(String word, Collection<String> known) {
    String elsewhere = ELSEWHERE.getOrDefault(word, "");
    if (known.contains(elsewhere)) {
      return List.of(elsewhere);
    }
    if (word.length() > WORD_CHARACTERS_MAX) {
      return List.of();
    }
    record Scored(String word, int distance) {}
    String folded = fold(word);
    int allowed = Math.max(1, folded.length() / 3);
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - folded.length()) <= allowed)
        .map(candidate -> new Scored(candidate, distance(folded, fold(candidate))))
        .filter(scored -> scored.distance() <= allowed)
        .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::word))
        .limit(SHOWN_MAX)
        .map(Scored::word)
        .toList();
  }

  private static String fold(String word) {
    return word.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Insertions, deletions, replacements and swapped neighbours. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
