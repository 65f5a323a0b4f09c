package io.directord.director.pair;

import io.directord.director.config.ArpWatchConfig;
import io.directord.director.config.Authentication;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.Holding;
import io.directord.director.config.RouterConfig;
import io.directord.director.config.RouterWire;
import io.directord.director.config.Secret;
import io.directord.director.config.VirtualAddress;
import io.directord.director.config.VirtualService;
import io.directord.failover.RouterSettings;
import io.directord.failover.address.Announcements;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.arp.ArpWatch;
import io.directord.failover.arp.Watched;
import io.directord.failover.vrrp.Ensemble;
import io.directord.failover.wire.WireSettings.ChecksumForm;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.ServiceKey;
import io.directord.kernel.link.Scope;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Says a configuration in the words of failover. Pure, but for the secrets it is given. */
final class PairSettings {
  private PairSettings() {}

  static List<RouterSettings> routers(DirectorConfig config, Function<Secret, byte[]> secrets) {
    return config.routers().stream().map(router -> router(router, secrets)).toList();
  }

  static List<Ensemble.Group> groups(DirectorConfig config) {
    return config.routerGroups().stream()
        .map(group -> new Ensemble.Group(group.name(), Set.copyOf(group.routers())))
        .toList();
  }

  private static RouterSettings router(RouterConfig router, Function<Secret, byte[]> secrets) {
    Holding holding = router.holding();
    return new RouterSettings(
        router.name(),
        router.interfaceName(),
        router.family(),
        router.vrid(),
        router.version(),
        router.priority(),
        router.advertisementInterval(),
        router.preempt(),
        longer(router.preemptDelay(), router.timing().syncDelay()),
        router.timing().startupDelay(),
        router.timing().downTimerAdverts(),
        router.wire().source(),
        router.peers(),
        router.wire().secondInterface(),
        router.addresses().stream().map(address -> held(router, address)).toList(),
        holding.excludedAddresses().stream().map(address -> held(router, address)).toList(),
        authentication(router.authentication(), secrets),
        checksum(router.wire().checksum()),
        announcements(router.announcements()),
        holding.lease(),
        holding.restoreAddresses(),
        holding.conflictDefence(),
        holding.accept(),
        PairNetwork.routes(router),
        PairNetwork.rules(router),
        PairNetwork.virtualLink(router));
  }

  /** What the hosts are called that serve here: by the first service that names one. */
  static Map<InetAddress, String> servers(DirectorConfig config) {
    Map<InetAddress, String> names = new HashMap<>();
    for (VirtualService service : config.services()) {
      Stream.concat(service.servers().stream(), service.lastResort().stream())
          .forEach(
              server -> names.putIfAbsent(server.address(), service.name() + "/" + server.name()));
    }
    return names;
  }

  /** Servers by direct routing, each with every address that it serves; at most one too many. */
  static List<Watched> watched(DirectorConfig config) {
    if (config.arpWatch().action() == ArpWatchConfig.Action.OFF) {
      return List.of();
    }
    Map<Watched.Pairing, List<String>> names = new LinkedHashMap<>();
    for (VirtualService service : config.services()) {
      Set<InetAddress> addresses = new LinkedHashSet<>();
      for (ServiceKey key : service.keys()) {
        if (key instanceof ServiceKey.Address(_, var address, _)) {
          addresses.add(address);
        }
      }
      Stream.concat(service.servers().stream(), service.lastResort().stream())
          .filter(server -> server.spec().forwarding() instanceof Forwarding.Direct)
          .forEach(server -> {
            for (InetAddress address : addresses) {
              Watched.Pairing pair = new Watched.Pairing(address, server.address());
              // One too many is enough to say so; a hundred thousand would delay a start.
              if (names.size() <= ArpWatch.WATCHED_MAX || names.containsKey(pair)) {
                names
                    .computeIfAbsent(pair, _ -> new ArrayList<>())
                    .add(service.name() + "/" + server.name());
              }
            }
          });
    }
    return names.entrySet().stream()
        .map(each -> new Watched(each.getKey(), each.getValue()))
        .toList();
  }

  /** Which virtual router has an address. */
  static Map<InetAddress, String> routersByAddress(DirectorConfig config) {
    Map<InetAddress, String> routers = new HashMap<>();
    for (RouterConfig router : config.routers()) {
      Stream.concat(router.addresses().stream(), router.holding().excludedAddresses().stream())
          .forEach(each -> routers.put(each.address(), router.name()));
    }
    return routers;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** On the interface that it names, that with the virtual MAC address, or the router's. */
  static HeldAddress held(RouterConfig router, VirtualAddress address) {
    return new HeldAddress(
        address.address(),
        address.prefixLength(),
        address.device().or(() -> router.holding().virtualMac()).orElse(router.interfaceName()),
        address.label(),
        scope(address.scope()));
  }

  private static Scope scope(VirtualAddress.Scope scope) {
    return switch (scope) {
      case GLOBAL -> Scope.GLOBAL;
      case SITE -> Scope.SITE;
      case LINK -> Scope.LINK;
      case HOST -> Scope.HOST;
    };
  }

  private static io.directord.failover.wire.Authentication authentication(
      Authentication configured, Function<Secret, byte[]> secrets) {
    return switch (configured) {
      case Authentication.None() -> new io.directord.failover.wire.Authentication.None();
      case Authentication.Pass(var secret) ->
          new io.directord.failover.wire.Authentication.Pass(secrets.apply(secret));
      case Authentication.Ah(var secret) ->
          new io.directord.failover.wire.Authentication.Ah(secrets.apply(secret));
      case Authentication.Hmac hmac -> {
        Map<Integer, byte[]> keys = new HashMap<>();
        hmac.keys().forEach((id, secret) -> keys.put(id, secrets.apply(secret)));
        yield new io.directord.failover.wire.Authentication.Hmac(
            keys,
            hmac.activeKey(),
            mode(hmac.mode()),
            hmac.window().map(Duration::toNanos).orElse(0L));
      }
    };
  }

  private static io.directord.failover.wire.Authentication.Hmac.Mode mode(
      Authentication.Hmac.Mode mode) {
    return switch (mode) {
      case ENFORCE -> io.directord.failover.wire.Authentication.Hmac.Mode.ENFORCE;
      case PERMISSIVE -> io.directord.failover.wire.Authentication.Hmac.Mode.PERMISSIVE;
      case RECEIVE_ONLY -> io.directord.failover.wire.Authentication.Hmac.Mode.RECEIVE_ONLY;
    };
  }

  private static ChecksumForm checksum(RouterWire.Checksum form) {
    return switch (form) {
      case LEARNED -> ChecksumForm.LEARNED;
      case WITH_PSEUDO_HEADER -> ChecksumForm.WITH_PSEUDO_HEADER;
      case WITHOUT_PSEUDO_HEADER -> ChecksumForm.WITHOUT_PSEUDO_HEADER;
    };
  }

  private static Announcements announcements(
      io.directord.director.config.Announcements configured) {
    return new Announcements(
        configured.burst(),
        configured.spacing(),
        configured.secondAfter(),
        configured.secondBurst(),
        configured.refresh(),
        configured.refreshBurst(),
        configured.onLowerPriority());
  }
}
