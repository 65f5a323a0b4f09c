package io.directord.director.config;

import com.typesafe.config.ConfigValue;
import io.directord.director.config.HostConfig.Masquerade;
import io.directord.director.config.HostConfig.Sysctls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads {@code host}. */
final class HostReader {
  private static final Map<String, Sysctls> WORDS =
      Map.of("report", Sysctls.REPORT, "apply", Sysctls.APPLY);

  /**
   * Nothing but the network's: the rest of the host is no business of a director. A slash becomes a
   * dot of a file's name, so no part is made of slashes.
   */
  private static final Pattern NAME = Pattern.compile("net(\\.(?!/+(\\.|$))[A-Za-z0-9_/@-]+)+");

  private static final Pattern VALUE = Pattern.compile("[-0-9A-Za-z_., ]{1,64}");

  private HostReader() {}

  static HostConfig read(Section section) {
    section.unknownKeys(Keys.HOST);
    Sysctls sysctls = section.choice("sysctls", WORDS, HostConfig.DEFAULT.sysctls());
    Map<String, String> values = section.section("values").map(HostReader::values).orElse(Map.of());
    Set<String> keep = keep(section, values.keySet());
    List<Masquerade> masquerade = new ArrayList<>();
    for (Section entry : section.sections("masquerade", Limits.MASQUERADE_MAX)) {
      masquerade(entry).ifPresent(read -> add(entry, masquerade, read));
    }
    return new HostConfig(sysctls, values, keep, masquerade);
  }

  private static Map<String, String> values(Section section) {
    Map<String, String> values = new TreeMap<>();
    if (section.keys().size() > Limits.SYSCTLS_MAX) {
      section.error("", "values holds more than " + Limits.SYSCTLS_MAX + " sysctls");
      return values;
    }
    for (String name : section.keys()) {
      Optional<String> text = section.value(name).flatMap(Values::text);
      if (!NAME.matcher(name).matches()) {
        section.error(
            name,
            Values.quote(name)
                + " is no sysctl of the network; its whole name stands in double quotes, as in"
                + " \"net.ipv4.vs.conn_reuse_mode\" = 0");
      } else if (name.equals(SysctlNames.BACKUP_ONLY)) {
        section.error(name, name + " is kept by ipvs.sync.backup-only");
      } else if (text.isEmpty() || !VALUE.matcher(text.get()).matches()) {
        section.error(name, name + " must be a number, or numbers, as the kernel shows them");
      } else {
        values.put(name, text.get().strip());
      }
    }
    return values;
  }

  private static Set<String> keep(Section section, Set<String> valued) {
    Set<String> keep = new TreeSet<>();
    for (ConfigValue value : section.list("keep", Limits.SYSCTLS_MAX)) {
      String name = Values.text(value).orElse("");
      if (!SysctlNames.known(name)) {
        section.error(
            value,
            "keep: directord never sets "
                + Values.describe(value)
                + Suggestions.of(name, SysctlNames.KNOWN)
                + "; docs/host.md has those that it may set");
      } else if (valued.contains(name)) {
        section.error(value, "keep: " + name + " has a value in values; leave one of them out");
      } else {
        keep.add(name);
      }
    }
    return keep;
  }

  private static Optional<Masquerade> masquerade(Section section) {
    section.unknownKeys(Keys.MASQUERADE);
    boolean lacks = section.lacks("from", "the network of the real servers");
    lacks |= section.lacks("out", "the interface towards the world");
    if (lacks) {
      return Optional.empty();
    }
    Optional<Prefix> from = prefix(section, "from", section.value("from").orElseThrow());
    List<Prefix> except = new ArrayList<>();
    for (ConfigValue value : section.list("except", Limits.MASQUERADE_MAX)) {
      prefix(section, "except", value).ifPresent(except::add);
    }
    String out = section.text("out").orElse("");
    return from.flatMap(network -> section.build(() -> new Masquerade(network, out, except)));
  }

  private static Optional<Prefix> prefix(Section section, String key, ConfigValue value) {
    try {
      return Optional.of(Prefix.parse(Values.text(value).orElse("")));
    } catch (IllegalArgumentException e) {
      section.error(value, key + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void add(Section section, List<Masquerade> all, Masquerade read) {
    boolean twice =
        all.stream()
            .anyMatch(each -> each.from().overlaps(read.from()) && each.out().equals(read.out()));
    if (twice) {
      section.error(
          "from",
          read.from().text()
              + " overlaps an entry before, for the same interface; write one of them");
    } else {
      all.add(read);
    }
  }
}
