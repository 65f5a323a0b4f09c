package io.directord.director.config;

import com.typesafe.config.ConfigValue;
import io.directord.director.config.RouterWire.Checksum;
import io.directord.kernel.Family;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one entry of {@code virtual-routers}. */
final class RouterReader {
  private static final Map<String, Checksum> CHECKSUMS =
      Map.of(
          "learned", Checksum.LEARNED,
          "with-pseudo-header", Checksum.WITH_PSEUDO_HEADER,
          "without-pseudo-header", Checksum.WITHOUT_PSEUDO_HEADER);

  private RouterReader() {}

  static Optional<RouterConfig> read(Section section) {
    section.unknownKeys(Keys.ROUTER);
    section.lacks("interface", "the interface that carries the advertisements");
    section.lacks("vrid", "a number 1..255, the same on every node of this virtual router");
    section.lacks("addresses", "the addresses to hold, such as [\"192.0.2.10/24\"]");
    String interfaceName = section.text("interface").orElse("");
    int vrid = section.integer("vrid", 1, 255, 1);
    int priority = section.integer("priority", 1, RouterConfig.OWNER, RouterConfig.PRIORITY);
    int version = section.integer("version", 2, 3, RouterConfig.VERSION);
    Duration interval =
        section
            .duration("advertisement-interval", Duration.ofNanos(1), RouterConfig.INTERVAL_MAX_V2)
            .orElse(RouterConfig.ADVERTISEMENT_INTERVAL);
    boolean preempt = section.flag("preempt", true);
    Duration preemptDelay = delay(section, "preempt-delay", RouterConfig.PREEMPT_DELAY_MAX);
    List<VirtualAddress> addresses = VirtualAddressReader.read(section, "addresses");
    List<InetAddress> peers = peers(section);
    List<Track> track = new ArrayList<>();
    for (Section child : section.sections("track", Limits.TRACKS_MAX)) {
      TrackReader.read(child).ifPresent(track::add);
    }
    Authentication authentication =
        section
            .section("authentication")
            .flatMap(AuthenticationReader::read)
            .orElse(Authentication.NONE);
    Optional<RouterTiming> timing = timing(section);
    Optional<RouterWire> wire = wire(section);
    Family family = addresses.isEmpty() ? Family.IPV4 : addresses.getFirst().family();
    Optional<Holding> holding = HoldingReader.read(section, vrid, family);
    Optional<Announcements> announcements = announcements(section);
    boolean broken = section.has("addresses") && addresses.isEmpty() && !section.clean();
    if (broken
        || timing.isEmpty()
        || wire.isEmpty()
        || holding.isEmpty()
        || announcements.isEmpty()) {
      return Optional.empty();
    }
    Optional<RouterConfig> router =
        section.build(() ->
            new RouterConfig(
                section.key(),
                interfaceName,
                vrid,
                priority,
                version,
                interval,
                preempt,
                preemptDelay,
                addresses,
                peers,
                track,
                authentication,
                timing.get(),
                wire.get(),
                holding.get(),
                announcements.get()));
    router.ifPresent(read -> RouterRules.check(section, read));
    return router;
  }

  private static Optional<RouterTiming> timing(Section section) {
    Duration startupDelay = delay(section, "startup-delay", RouterTiming.DELAY_MAX);
    int downTimerAdverts =
        section.integer(
            "down-timer-adverts",
            1,
            RouterTiming.DOWN_TIMER_ADVERTS_MAX,
            RouterTiming.DOWN_TIMER_ADVERTS);
    Duration syncDelay = delay(section, "sync-delay", RouterTiming.DELAY_MAX);
    return section.build(() -> new RouterTiming(startupDelay, downTimerAdverts, syncDelay));
  }

  private static Optional<RouterWire> wire(Section section) {
    Optional<InetAddress> source = Optional.empty();
    Optional<String> text = section.text("source");
    if (text.isPresent()) {
      try {
        source = Optional.of(Addresses.requireUnicast(text.get()));
      } catch (IllegalArgumentException e) {
        section.error("source", "source: " + e.getMessage());
      }
    }
    Checksum checksum = section.choice("checksum", CHECKSUMS, RouterWire.DEFAULT.checksum());
    Optional<String> second = section.text("second-interface");
    Optional<InetAddress> address = source;
    return section.build(() -> new RouterWire(address, checksum, second));
  }

  private static Optional<Announcements> announcements(Section router) {
    Optional<Section> found = router.section("announcements");
    if (found.isEmpty()) {
      return Optional.of(Announcements.DEFAULT);
    }
    Section section = found.get();
    section.unknownKeys(Keys.ANNOUNCEMENTS);
    Announcements otherwise = Announcements.DEFAULT;
    int burst = burst(section, "burst", 1, otherwise.burst());
    Duration spacing = delay(section, "spacing", Announcements.SPACING_MAX);
    Duration secondAfter =
        section
            .duration("second-after", Duration.ZERO, Announcements.SECOND_AFTER_MAX)
            .orElse(otherwise.secondAfter());
    int secondBurst = burst(section, "second-burst", 1, otherwise.secondBurst());
    Duration refresh = delay(section, "refresh", Announcements.REFRESH_MAX);
    int refreshBurst = burst(section, "refresh-burst", 1, otherwise.refreshBurst());
    int onLowerPriority = burst(section, "on-lower-priority", 0, otherwise.onLowerPriority());
    return section.build(() ->
        new Announcements(
            burst, spacing, secondAfter, secondBurst, refresh, refreshBurst, onLowerPriority));
  }

  private static int burst(Section section, String key, int min, int otherwise) {
    return section.integer(key, min, Announcements.BURST_MAX, otherwise);
  }

  private static Duration delay(Section section, String key, Duration max) {
    return section.duration(key, Duration.ZERO, max).orElse(Duration.ZERO);
  }

  private static List<InetAddress> peers(Section section) {
    List<InetAddress> peers = new ArrayList<>();
    for (ConfigValue value : section.list("peers", Limits.PEERS_MAX)) {
      try {
        InetAddress peer = Addresses.requireUnicast(Values.text(value).orElse(""));
        if (peers.contains(peer)) {
          section.error(value, "peer " + Addresses.text(peer) + " stands twice");
        }
        peers.add(peer);
      } catch (IllegalArgumentException e) {
        section.error(value, "peers: " + e.getMessage());
      }
    }
    return peers;
  }
}
