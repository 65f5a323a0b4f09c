package io.directord.director.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.directord.director.config.VirtualAddress.Scope;
import io.directord.kernel.Family;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one entry of {@code virtual-routers}. */
final class RouterReader {
  private static final Map<String, Scope> SCOPES =
      Map.of("global", Scope.GLOBAL, "site", Scope.SITE, "link", Scope.LINK, "host", Scope.HOST);

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
    Duration preemptDelay =
        section
            .duration("preempt-delay", Duration.ZERO, RouterConfig.PREEMPT_DELAY_MAX)
            .orElse(Duration.ZERO);
    List<VirtualAddress> addresses = addresses(section);
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
    Optional<RouterConfig> router =
        section.has("addresses") && addresses.isEmpty() && !section.clean()
            ? Optional.empty()
            : section.build(() ->
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
                    authentication));
    router.ifPresent(read -> RouterRules.check(section, read));
    return router;
  }

  private static List<VirtualAddress> addresses(Section section) {
    List<VirtualAddress> addresses = new ArrayList<>();
    for (ConfigValue value : section.list("addresses", Limits.ROUTER_ADDRESSES_MAX)) {
      Optional<VirtualAddress> address =
          value instanceof ConfigObject
              ? section.section("addresses", value).flatMap(RouterReader::detailed)
              : plain(section, value);
      if (address.isPresent()) {
        if (addresses.stream().anyMatch(a -> a.address().equals(address.get().address()))) {
          section.error(value, "address " + address.get().text() + " stands twice");
        }
        addresses.add(address.get());
      }
    }
    return addresses;
  }

  private static Optional<VirtualAddress> plain(Section section, ConfigValue value) {
    Optional<String> text = Values.text(value);
    if (text.isEmpty()) {
      section.error(
          value, "expected an address such as 192.0.2.10/24, found " + Values.describe(value));
      return Optional.empty();
    }
    try {
      return Optional.of(parse(text.get(), Optional.empty(), Optional.empty(), Scope.GLOBAL));
    } catch (IllegalArgumentException e) {
      section.error(value, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<VirtualAddress> detailed(Section section) {
    section.unknownKeys(Keys.VIRTUAL_ADDRESS);
    if (section.lacks("address", "an address such as 192.0.2.10/24")) {
      return Optional.empty();
    }
    Optional<String> text = section.text("address");
    Optional<String> device = section.text("dev");
    Optional<String> label = section.text("label");
    Scope scope = section.choice("scope", SCOPES, Scope.GLOBAL);
    return text.flatMap(address -> section.build(() -> parse(address, device, label, scope)));
  }

  private static VirtualAddress parse(
      String text, Optional<String> device, Optional<String> label, Scope scope) {
    int slash = text.indexOf('/');
    InetAddress address = Addresses.requireUnicast(slash < 0 ? text : text.substring(0, slash));
    int prefix = Family.of(address).hostPrefix();
    if (slash >= 0) {
      String digits = text.substring(slash + 1);
      if (!digits.matches("\\d{1,3}")) {
        throw new IllegalArgumentException(
            "expected an address such as 192.0.2.10/24, found " + Values.quote(text));
      }
      prefix = Integer.parseInt(digits);
    }
    return new VirtualAddress(address, prefix, device, label, scope);
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
