package io.directord.director.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.directord.director.config.IpvsConfig.Timeouts;
import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Persistence;
import io.directord.kernel.ipvs.SchedulerFlag;
import io.directord.kernel.ipvs.ServiceSpec;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads how a virtual service schedules: scheduler, flags, persistence. */
final class ServiceSpecReader {
  /** As {@code ipvsadm -p} without a number. */
  static final Duration PERSISTENCE = Duration.ofMinutes(5);

  /** The schedulers of the kernel, {@code net/netfilter/ipvs/Kconfig}. */
  private static final Map<String, String> SCHEDULERS =
      Stream.of(
              "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "fo", "ovf", "mh",
              "twos")
          .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

  private ServiceSpecReader() {}

  static Optional<ServiceSpec> read(Section section, Family family) {
    String scheduler = section.choice("scheduler", SCHEDULERS, VirtualService.SCHEDULER);
    Set<SchedulerFlag> flags = flags(section, scheduler);
    Optional<Persistence> persistence =
        section.value("persistence").flatMap(value -> persistence(section, value, family));
    boolean onePacket = section.flag("one-packet", false);
    return section.build(() -> new ServiceSpec(scheduler, flags, persistence, onePacket));
  }

  private static Set<SchedulerFlag> flags(Section section, String scheduler) {
    if (!section.has("scheduler-flags")) {
      return EnumSet.noneOf(SchedulerFlag.class);
    }
    Map<String, SchedulerFlag> words = new TreeMap<>();
    for (SchedulerFlag flag : SchedulerFlag.values()) {
      words.put(flag.ipvsadm("rr"), flag);
      words.put(flag.ipvsadm(scheduler), flag);
    }
    Set<SchedulerFlag> flags = EnumSet.noneOf(SchedulerFlag.class);
    for (ConfigValue value : section.list("scheduler-flags", 8)) {
      String word = Values.text(value).orElse("");
      SchedulerFlag flag = words.get(word);
      if (flag == null) {
        section.error(
            value,
            "scheduler "
                + scheduler
                + " has no flag "
                + Values.describe(value)
                + "; it has "
                + String.join(", ", words.keySet()));
      } else {
        flags.add(flag);
      }
    }
    return flags;
  }

  private static Optional<Persistence> persistence(
      Section section, ConfigValue value, Family family) {
    if (!(value instanceof ConfigObject)) {
      return timeout(section, "persistence")
          .map(time -> new Persistence(seconds(time), family.hostPrefix(), Optional.empty()));
    }
    return section.section("persistence").flatMap(child -> persistence(child, family));
  }

  private static Optional<Persistence> persistence(Section section, Family family) {
    section.unknownKeys(Keys.PERSISTENCE);
    Duration timeout = timeout(section, "timeout").orElse(PERSISTENCE);
    int bits = family.hostPrefix();
    int prefix = section.integer("prefix", 1, bits, bits);
    if (section.has("netmask")) {
      section.refuse("prefix", "and netmask say the same: leave one out");
      prefix = netmask(section, bits);
    }
    Optional<String> engine = section.text("engine");
    if (engine.isPresent() && !engine.get().equals("sip")) {
      section.error(
          "engine",
          "engine must be sip, the only one the kernel has; found " + Values.quote(engine.get()));
    }
    int used = prefix;
    return section.build(() -> new Persistence(seconds(timeout), used, engine));
  }

  private static Optional<Duration> timeout(Section section, String key) {
    Optional<Duration> timeout = section.duration(key, Duration.ofSeconds(1), Timeouts.MAX);
    if (timeout.isPresent() && !Durations.isWholeSeconds(timeout.get())) {
      section.error(key, key + " must be whole seconds, found " + Durations.text(timeout.get()));
      return Optional.empty();
    }
    return timeout;
  }

  private static int seconds(Duration timeout) {
    return Math.toIntExact(timeout.toSeconds());
  }

  /** {@code 255.255.255.0}, or the number of bits. */
  private static int netmask(Section section, int bits) {
    String text = section.text("netmask").orElse("");
    Optional<InetAddress> mask = Addresses.literal(text);
    if (mask.isEmpty()) {
      return section.integer("netmask", 1, bits, bits);
    }
    byte[] bytes = mask.get().getAddress();
    BigInteger number = new BigInteger(1, bytes);
    int ones = number.bitCount();
    boolean contiguous = number.getLowestSetBit() == bytes.length * 8 - ones;
    if (bytes.length * 8 != bits || ones == 0 || !contiguous) {
      section.error(
          "netmask",
          "netmask must be a mask such as 255.255.255.0 of the service's family, found "
              + Values.quote(text));
      return bits;
    }
    return ones;
  }
}
