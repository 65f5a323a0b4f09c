package io.directord.director.realserver;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.RouterConfig;
import io.directord.director.config.VirtualAddress;
import io.directord.director.config.VirtualService;
import io.directord.director.realserver.Requests.Service;
import io.directord.director.realserver.Requests.Tunnelled;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.ServiceKey;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a director's configuration asks of one of its real servers. Pure. */
public final class ConfiguredRequest {
  private final List<Service> direct = new ArrayList<>();
  private final List<Tunnelled> tunnelled = new ArrayList<>();
  private final Set<InetAddress> gateways = new LinkedHashSet<>();
  private final Set<InetAddress> own = new LinkedHashSet<>();
  private final List<InetAddress> everyPort = new ArrayList<>();
  private final DirectorConfig config;

  private ConfiguredRequest(DirectorConfig config) {
    this.config = config;
  }

  /**
   * Which server this is.
   *
   * @param service of this name only
   * @param server its name; absent: the one with an address of this host
   * @param own addresses of this host
   */
  public record Choice(Optional<String> service, Optional<String> server, Set<InetAddress> own) {
    boolean takes(VirtualService candidate) {
      return service.isEmpty() || service.get().equals(candidate.name());
    }

    boolean takes(RealServer candidate) {
      return server.map(candidate.name()::equals).orElse(own.contains(candidate.address()));
    }
  }

  /** Reads it; an {@code IllegalArgumentException} says what is missing. */
  public static ConfiguredRequest of(DirectorConfig config, Choice choice) {
    ConfiguredRequest request = new ConfiguredRequest(config);
    boolean named = false;
    for (VirtualService service : config.services()) {
      if (choice.takes(service)) {
        named = true;
        service.servers().stream()
            .filter(choice::takes)
            .forEach(server -> request.add(service, server));
      }
    }
    if (!named) {
      throw new IllegalArgumentException(
          choice
              .service()
              .map(name -> "there is no virtual service " + name)
              .orElse("no services"));
    }
    if (request.own.isEmpty()) {
      throw new IllegalArgumentException(
          choice
              .server()
              .map(name -> "there is no real server " + name)
              .orElse("no address of this host is a real server's: say --real-server NAME"));
    }
    return request;
  }

  private void add(VirtualService service, RealServer server) {
    own.add(server.address());
    for (ServiceKey key : service.keys()) {
      if (!(key instanceof ServiceKey.Address at)) {
        if (!(server.spec().forwarding() instanceof Forwarding.Masquerade)) {
          throw new IllegalArgumentException(
              "service "
                  + service.name()
                  + " has a firewall mark, which says no address: leave it out with --service, and"
                  + " give --vip");
        }
        gateway(service, server);
        continue;
      }
      switch (server.spec().forwarding()) {
        case Forwarding.Direct() -> {
          if (at.port() == 0) {
            everyPort.add(at.address());
          } else {
            direct.add(new Service(at.address(), at.port(), at.protocol()));
          }
        }
        case Forwarding.Tunnel(Forwarding.Encapsulation how) ->
            tunnelled.add(new Tunnelled(at.address(), how));
        case Forwarding.Masquerade() -> gateway(service, server);
        case Forwarding.Local() -> {}
      }
    }
  }

  /** The floating address on the real server's side. */
  private void gateway(VirtualService service, RealServer server) {
    for (RouterConfig router : config.routers()) {
      for (VirtualAddress address : router.addresses()) {
        if (OwnAddresses.covers(address.address(), address.prefixLength(), server.address())
            && !address.address().equals(server.address())) {
          gateways.add(address.address());
          return;
        }
      }
    }
    throw new IllegalArgumentException(
        "service "
            + service.name()
            + " masquerades, and no virtual router has an address on the network of "
            + server.name()
            + ": give --gateway ADDRESS, and leave the service out with --service");
  }

  public List<Service> direct() {
    return List.copyOf(direct);
  }

  /** Of services for every port, which cannot be redirected one by one. */
  public List<InetAddress> everyPort() {
    return List.copyOf(everyPort);
  }

  public List<Tunnelled> tunnelled() {
    return List.copyOf(tunnelled);
  }

  public List<InetAddress> gateways() {
    return List.copyOf(gateways);
  }

  /** Where the directors send; absent when the configuration has several. */
  public Optional<InetAddress> realAddress() {
    return own.size() == 1 ? own.stream().findFirst() : Optional.empty();
  }
}
