package io.directord.director.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What IPVS has counted since it was loaded, of services that are gone too, as {@code
 * /proc/net/ip_vs_stats} has it ({@code ip_vs_stats_show} in net/netfilter/ipvs/ip_vs_ctl.c): five
 * hexadecimal numbers in the third line. Empty where the kernel has no IPVS.
 */
record KernelTotals(List<Long> numbers) {
  private static final Path FILE = Path.of("/proc/net/ip_vs_stats");
  private static final int COUNT = 5;
  private static final int LINE = 2;

  /** A read of some lines that the kernel makes up: it does not wait. */
  static KernelTotals read() {
    try {
      return of(Files.readAllLines(FILE));
    } catch (IOException absent) {
      return new KernelTotals(List.of());
    }
  }

  static KernelTotals of(List<String> lines) {
    String[] words = lines.size() > LINE ? lines.get(LINE).strip().split(" +") : new String[0];
    boolean whole = words.length == COUNT;
    for (String word : words) {
      whole &= word.matches("[0-9A-Fa-f]{1,16}");
    }
    return new KernelTotals(
        whole
            ? List.of(words).stream().map(word -> Long.parseUnsignedLong(word, 16)).toList()
            : List.of());
  }

  OptionalLong connections() {
    return number(0);
  }

  OptionalLong incomingPackets() {
    return number(1);
  }

  OptionalLong outgoingPackets() {
    return number(2);
  }

  OptionalLong incomingBytes() {
    return number(3);
  }

  OptionalLong outgoingBytes() {
    return number(4);
  }

  private OptionalLong number(int at) {
    return numbers.isEmpty() ? OptionalLong.empty() : OptionalLong.of(numbers.get(at));
  }
}
