package io.directord.director.config;

import com.typesafe.config.ConfigValue;
import io.directord.health.Check;
import io.directord.health.path.PathCheck;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what only checks of type path have. */
final class PathCheckReader {
  private static final Map<String, Boolean> WHEN_LOST = Map.of("warn", false, "fail", true);

  static final List<CheckKind> KINDS =
      List.of(
          new CheckKind(
              PathCheck.DEFAULT.type(),
              CheckKind.Way.FORWARDED,
              Optional.of(PathCheck.DEFAULT),
              Set.of("virtual-address", "answer-timeout", "mtu", "mtu-lost"),
              PathCheckReader::path));

  private PathCheckReader() {}

  private static Optional<Check> path(Section section, Optional<Check> base) {
    PathCheck defaults = (PathCheck) base.orElse(PathCheck.DEFAULT);
    List<InetAddress> addresses =
        section.has("virtual-address") ? addresses(section) : defaults.addresses();
    Duration answerTimeout =
        section
            .duration("answer-timeout", PathCheck.ANSWER_TIMEOUT_MIN, PathCheck.ANSWER_TIMEOUT_MAX)
            .orElse(defaults.answerTimeout());
    int mtu = section.integer("mtu", PathCheck.MTU_MIN, PathCheck.MTU_MAX, defaults.mtu());
    boolean fails = section.choice("mtu-lost", WHEN_LOST, defaults.mtuFails());
    if (section.has("mtu-lost") && mtu == 0 && section.clean()) {
      section.error("mtu-lost", "mtu-lost has no effect without mtu, the size that is tried");
    }
    return section.clean()
        ? section.build(
            () -> new PathCheck(addresses, defaults.method(), answerTimeout, mtu, fails))
        : Optional.empty();
  }

  private static List<InetAddress> addresses(Section section) {
    List<InetAddress> addresses = new ArrayList<>();
    for (ConfigValue value : section.list("virtual-address", PathCheck.ADDRESSES_MAX)) {
      try {
        addresses.add(
            Addresses.requireUnicast(Values.text(value).orElseGet(() -> Values.describe(value))));
      } catch (IllegalArgumentException e) {
        section.error(value, "virtual-address: " + e.getMessage());
      }
    }
    if (addresses.isEmpty() && section.clean()) {
      section.error("virtual-address", "virtual-address must name at least one address");
    }
    return addresses;
  }
}
