package io.directord.director.config;

import io.directord.kernel.Family;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads one entry of {@code virtual-routes} or {@code virtual-rules}: an object, or the words that
 * {@code ip route} and {@code ip rule} take for the same.
 */
final class RouteReader {
  private static final long NUMBER_MAX = 0xffff_ffffL;

  /** More tables than anybody has, and each number is one of Java's as well. */
  private static final long TABLE_MAX = Integer.MAX_VALUE;

  /** {@code RT_TABLE_…}, {@code linux/rtnetlink.h}; names of other tables are this host's own. */
  private static final Map<String, Long> TABLES =
      Map.of("default", 253L, "main", VirtualRoute.TABLE_MAIN, "local", 255L);

  private static final Map<String, String> RULE_WORDS =
      Map.of(
          "iif", "interface",
          "fwmark", "mark",
          "lookup", "table",
          "pref", "priority",
          "preference", "priority",
          "order", "priority");

  private RouteReader() {}

  static Optional<VirtualRoute> route(Section section, Family family) {
    section.unknownKeys(Keys.VIRTUAL_ROUTE);
    if (section.lacks("to", "a network such as 10.0.0.0/8, or default")) {
      return Optional.empty();
    }
    Map<String, String> words = words(section, Keys.VIRTUAL_ROUTE);
    return section.build(() -> route(words, family));
  }

  static VirtualRoute route(String line, Family family) {
    List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
    if (!words.getFirst().equals("to")) {
      words.addFirst("to");
    }
    return route(words(words, Map.of("src", "source"), Keys.VIRTUAL_ROUTE), family);
  }

  static Optional<VirtualRule> rule(Section section, Family family) {
    section.unknownKeys(Keys.VIRTUAL_RULE);
    Map<String, String> words = words(section, Keys.VIRTUAL_RULE);
    return section.build(() -> rule(words, family));
  }

  static VirtualRule rule(String line, Family family) {
    List<String> words = List.of(line.strip().split("\\s+"));
    return rule(words(words, RULE_WORDS, Keys.VIRTUAL_RULE), family);
  }

  /** The kernel tells routes apart by network, table and metric, {@code fib_table_insert}. */
  static String key(VirtualRoute route) {
    return route.to().text() + " " + route.table() + " " + route.metric();
  }

  private static VirtualRoute route(Map<String, String> words, Family family) {
    Optional<InetAddress> via = address(words, "via");
    Optional<InetAddress> source = address(words, "source");
    Family own = via.or(() -> source).map(Family::of).orElse(family);
    Prefix to = prefix(words, "to").orElseGet(() -> Prefix.all(own));
    return new VirtualRoute(
        to,
        via,
        Optional.ofNullable(words.get("dev")),
        source,
        table(words).orElse(VirtualRoute.TABLE_MAIN),
        number(words, "metric", 0));
  }

  private static VirtualRule rule(Map<String, String> words, Family family) {
    Optional<Prefix> from = prefix(words, "from");
    Optional<Prefix> to = prefix(words, "to");
    OptionalLong table = table(words);
    OptionalLong priority = number(words, "priority", 1);
    if (table.isEmpty()) {
      throw new IllegalArgumentException("table is missing: give the one to look the route up in");
    }
    if (priority.isEmpty()) {
      throw new IllegalArgumentException(
          "priority is missing: give the place among the rules; 32766 is that of the main table");
    }
    return new VirtualRule(
        from.or(() -> to).map(Prefix::family).orElse(family),
        from,
        to,
        Optional.ofNullable(words.get("interface")),
        number(words, "mark", 1),
        table.getAsLong(),
        priority.getAsLong());
  }

  private static Map<String, String> words(Section section, Set<String> keys) {
    Map<String, String> words = new HashMap<>();
    keys.stream().sorted().forEach(key -> section.text(key).ifPresent(t -> words.put(key, t)));
    return words;
  }

  private static Map<String, String> words(
      List<String> line, Map<String, String> aliases, Set<String> keys) {
    Map<String, String> words = new HashMap<>();
    for (int i = 0; i < line.size(); i += 2) {
      String key = aliases.getOrDefault(line.get(i), line.get(i));
      if (!keys.contains(key)) {
        throw new IllegalArgumentException(
            "the word "
                + Values.quote(line.get(i))
                + " is not known here; there are "
                + String.join(", ", keys.stream().sorted().toList()));
      }
      if (i + 1 == line.size()) {
        throw new IllegalArgumentException(key + " stands at the end, without its value");
      }
      if (words.put(key, line.get(i + 1)) != null) {
        throw new IllegalArgumentException(key + " stands twice");
      }
    }
    return words;
  }

  private static Optional<InetAddress> address(Map<String, String> words, String key) {
    Optional<String> text = Optional.ofNullable(words.get(key));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<InetAddress> address = Addresses.literal(text.get());
    if (address.isEmpty()) {
      throw new IllegalArgumentException(key + " " + Addresses.notLiteral(text.get()));
    }
    return address;
  }

  /** Empty for {@code default} and {@code all}. */
  private static Optional<Prefix> prefix(Map<String, String> words, String key) {
    Optional<String> found = Optional.ofNullable(words.get(key));
    if (found.isEmpty() || found.get().equals("default") || found.get().equals("all")) {
      return Optional.empty();
    }
    String text = found.get();
    int slash = text.indexOf('/');
    Optional<InetAddress> address = Addresses.literal(slash < 0 ? text : text.substring(0, slash));
    String digits = slash < 0 ? "" : text.substring(slash + 1);
    if (address.isEmpty() || (slash >= 0 && !digits.matches("\\d{1,3}"))) {
      throw new IllegalArgumentException(
          key + " must be a network such as 10.0.0.0/8, found " + Values.quote(text));
    }
    int length = slash < 0 ? Family.of(address.get()).hostPrefix() : Integer.parseInt(digits);
    try {
      return Optional.of(new Prefix(address.get(), length));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  private static OptionalLong table(Map<String, String> words) {
    Long named = TABLES.get(words.getOrDefault("table", ""));
    if (named != null) {
      return OptionalLong.of(named);
    }
    if (words.containsKey("table") && !isNumber(words.getOrDefault("table", ""))) {
      throw new IllegalArgumentException(
          "table must be 1..2147483647, main, default or local, found "
              + Values.quote(words.getOrDefault("table", "")));
    }
    return number(words, "table", 1, TABLE_MAX);
  }

  private static OptionalLong number(Map<String, String> words, String key, long min) {
    return number(words, key, min, NUMBER_MAX);
  }

  private static OptionalLong number(Map<String, String> words, String key, long min, long max) {
    Optional<String> text = Optional.ofNullable(words.get(key));
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    long number = isNumber(text.get()) ? Long.decode(text.get()) : -1;
    if (number < min || number > max) {
      throw new IllegalArgumentException(
          key + " must be " + min + ".." + max + ", found " + Values.quote(text.get()));
    }
    return OptionalLong.of(number);
  }

  private static boolean isNumber(String text) {
    return text.matches("0|[1-9]\\d{0,9}|0x[0-9a-fA-F]{1,8}");
  }
}
