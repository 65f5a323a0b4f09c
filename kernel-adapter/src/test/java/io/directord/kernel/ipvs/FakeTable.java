package io.directord.kernel.ipvs;

import static java.util.Objects.requireNonNull;

import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What {@link FakeIpvs} holds, with the kernel's own checks in the kernel's own order ({@code
 * net/netfilter/ipvs/ip_vs_ctl.c}). Not thread-safe.
 */
final class FakeTable {
  /** The kernel's word for a service without a scheduler. */
  private static final String NO_SCHEDULER = "none";

  private static final int ETHERNET_BYTES = 1500;
  private static final int HEADERS_BYTES = 28; // IP and UDP before a sync message

  final Map<ServiceKey, ObservedService> services = new LinkedHashMap<>();
  final Map<SyncDaemon.Role, SyncDaemon> daemons = new LinkedHashMap<>();
  final Set<String> missingSchedulers = new HashSet<>();
  final Set<String> missingInterfaces = new HashSet<>();
  boolean ipv6 = true;
  Timeouts timeouts = new Timeouts(900, 120, 300);

  private static final Set<String> SCHEDULERS =
      Set.of(
          "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "mh", "sed", "nq", "fo", "ovf",
          "twos");

  /** Carries out the change, or says why not and leaves everything as it was. */
  Optional<Errno> apply(IpvsChange change) {
    return switch (change) {
      case IpvsChange.OfService of -> ofService(of);
      case IpvsChange.ZeroAll() -> {
        services.replaceAll((_, service) -> zeroed(service));
        yield Optional.empty();
      }
      case IpvsChange.Flush() -> {
        services.clear();
        yield Optional.empty();
      }
      case IpvsChange.SetTimeouts(var wanted) -> {
        timeouts = wanted;
        yield Optional.empty();
      }
      case IpvsChange.StartSyncDaemon(var daemon) -> start(daemon);
      case IpvsChange.StopSyncDaemon(var role) -> when(daemons.remove(role) == null, Errno.ESRCH);
    };
  }

  /** Replaces what is observed of one server. */
  void seen(ServiceKey key, ServerKey server, UnaryOperator<ObservedServer> change) {
    @Nullable ObservedService service = services.get(key);
    @Nullable ObservedServer present = service == null ? null : service.servers().get(server);
    if (service == null || present == null) {
      throw new IllegalArgumentException("no server " + server.text() + " in " + key.text());
    }
    putServer(key, service, server, change.apply(present));
  }

  /** Replaces what is observed of one service. */
  void seen(ServiceKey key, UnaryOperator<ObservedService> change) {
    @Nullable ObservedService service = services.get(key);
    if (service == null) {
      throw new IllegalArgumentException("no service " + key.text());
    }
    services.put(key, change.apply(service));
  }

  private Optional<Errno> ofService(IpvsChange.OfService change) {
    ServiceKey key = change.service();
    if (key.family() == Family.IPV6 && !ipv6) {
      return Optional.of(Errno.EAFNOSUPPORT);
    }
    @Nullable ObservedService service = services.get(key);
    if (change instanceof IpvsChange.CreateService(var _, var spec)) {
      return when(service != null, Errno.EEXIST)
          .or(() -> invalid(key, spec))
          .or(() -> done(services.put(key, new ObservedService(spec, Counters.ZERO, Map.of()))));
    }
    return service == null ? Optional.of(Errno.ESRCH) : ofPresent(change, service);
  }

  private Optional<Errno> ofPresent(IpvsChange.OfService change, ObservedService service) {
    ServiceKey key = change.service();
    return switch (change) {
      case IpvsChange.CreateService _ -> Optional.of(Errno.EEXIST);
      case IpvsChange.UpdateService(var _, var spec) ->
          invalid(key, spec)
              .or(() ->
                  done(
                      services.put(
                          key, new ObservedService(spec, service.counters(), service.servers()))));
      case IpvsChange.DeleteService _ -> done(services.remove(key));
      case IpvsChange.ZeroService _ -> done(services.put(key, zeroed(service)));
      case IpvsChange.CreateServer(var _, var server, var spec) ->
          invalid(key, server, spec)
              .or(() -> when(service.servers().containsKey(server), Errno.EEXIST))
              .or(() -> when(!unicast(server.address()), Errno.EINVAL))
              .or(() ->
                  putServer(
                      key, service, server, new ObservedServer(spec, 0, 0, 0, Counters.ZERO)));
      case IpvsChange.UpdateServer(var _, var server, var spec) ->
          invalid(key, server, spec)
              .or(() -> when(!service.servers().containsKey(server), Errno.ENOENT))
              .or(() ->
                  putServer(
                      key,
                      service,
                      server,
                      with(spec, requireNonNull(service.servers().get(server)))));
      case IpvsChange.DeleteServer(var _, var server) ->
          when(!service.servers().containsKey(server), Errno.ENOENT)
              .or(() -> {
                Map<ServerKey, ObservedServer> left = new LinkedHashMap<>(service.servers());
                left.remove(server);
                return putServers(key, service, left);
              });
    };
  }

  private Optional<Errno> invalid(ServiceKey key, ServiceSpec spec) {
    boolean known =
        spec.scheduler().equals(NO_SCHEDULER)
            || (SCHEDULERS.contains(spec.scheduler())
                && !missingSchedulers.contains(spec.scheduler()));
    Optional<String> engine = spec.persistence().flatMap(Persistence::engine);
    return when(!known, Errno.ENOENT)
        .or(() -> when(engine.isPresent() && !engine.get().equals("sip"), Errno.ENOENT))
        .or(() ->
            when(
                spec.persistence().isPresent()
                    && spec.persistence().get().prefixLength() > key.family().hostPrefix(),
                Errno.EINVAL));
  }

  private Optional<Errno> invalid(ServiceKey key, ServerKey server, ServerSpec spec) {
    Family family = Family.of(server.address());
    boolean tunnel = spec.forwarding() instanceof Forwarding.Tunnel;
    boolean mixed = family != key.family();
    return when(family == Family.IPV6 && !ipv6, Errno.EAFNOSUPPORT)
        .or(() -> when(mixed && (!tunnel || !daemons.isEmpty()), Errno.EINVAL))
        .or(() -> when(spec.lowerThreshold() > spec.upperThreshold(), Errno.ERANGE));
  }

  /** The kernel fills in what was left open, so what runs says more than what was asked for. */
  private Optional<Errno> start(SyncDaemon wanted) {
    String link = wanted.networkInterface();
    int longest = ETHERNET_BYTES - HEADERS_BYTES;
    SyncDaemon running =
        new SyncDaemon(
            wanted.role(),
            link,
            wanted.syncId(),
            Optional.of(wanted.maxBytes().orElse(longest)),
            Optional.of(
                wanted.group().orElse(NetUtil.createInetAddressFromIpAddressString("224.0.0.81"))),
            Optional.of(wanted.port().orElse(8848)),
            Optional.of(wanted.ttl().orElse(1)));
    return when(hasMixedServers(), Errno.EINVAL)
        .or(() -> when(daemons.containsKey(wanted.role()), Errno.EEXIST))
        .or(() -> when(missingInterfaces.contains(link), Errno.ENODEV))
        .or(() -> done(daemons.put(wanted.role(), running)));
  }

  private boolean hasMixedServers() {
    return services.entrySet().stream()
        .anyMatch(service ->
            service.getValue().servers().keySet().stream()
                .anyMatch(server -> Family.of(server.address()) != service.getKey().family()));
  }

  /** The class InetAddress knows nothing of the limited broadcast address. */
  private static boolean unicast(InetAddress address) {
    return !address.isMulticastAddress()
        && !address.isAnyLocalAddress()
        && !address.getHostAddress().equals("255.255.255.255")
        && !(address instanceof Inet6Address && address.isLinkLocalAddress());
  }

  private static ObservedServer with(ServerSpec spec, ObservedServer before) {
    return new ObservedServer(
        spec,
        before.activeConnections(),
        before.inactiveConnections(),
        before.persistentConnections(),
        before.counters());
  }

  private static ObservedService zeroed(ObservedService service) {
    Map<ServerKey, ObservedServer> servers = new LinkedHashMap<>(service.servers());
    servers.replaceAll((_, server) ->
        new ObservedServer(
            server.spec(),
            server.activeConnections(),
            server.inactiveConnections(),
            server.persistentConnections(),
            Counters.ZERO));
    return new ObservedService(service.spec(), Counters.ZERO, frozen(servers));
  }

  private Optional<Errno> putServer(
      ServiceKey key, ObservedService service, ServerKey server, ObservedServer observed) {
    Map<ServerKey, ObservedServer> servers = new LinkedHashMap<>(service.servers());
    servers.put(server, observed);
    return putServers(key, service, servers);
  }

  private Optional<Errno> putServers(
      ServiceKey key, ObservedService service, Map<ServerKey, ObservedServer> servers) {
    return done(
        services.put(
            key, new ObservedService(service.spec(), service.counters(), frozen(servers))));
  }

  private static <K, V> Map<K, V> frozen(Map<K, V> map) {
    return Collections.unmodifiableMap(map);
  }

  private static Optional<Errno> when(boolean wrong, Errno errno) {
    return wrong ? Optional.of(errno) : Optional.empty();
  }

  private static Optional<Errno> done(@Nullable Object unused) {
    return Optional.empty();
  }
}
