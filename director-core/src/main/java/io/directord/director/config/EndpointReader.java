package io.directord.director.config;

import io.directord.director.config.CheckKind.Way;
import io.directord.health.Endpoint.ProxyHeader;
import io.directord.health.Route;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads where a check goes, and how: what all checks that use the network have in common. */
final class EndpointReader {
  static final Set<String> PLACE = Set.of("address", "port");
  static final Set<String> ROUTE = Set.of("source", "mark", "device");
  static final Set<String> CONNECTION = Set.of("proxy-protocol", TlsReader.KEY);

  private static final Map<String, ProxyHeader> PROXY_HEADERS =
      Map.of("none", ProxyHeader.NONE, "v1", ProxyHeader.V1, "v2", ProxyHeader.V2);

  private static final int DEVICE_CHARS_MAX = 15; // linux/if.h: IFNAMSIZ, less the final zero

  private EndpointReader() {}

  /** Notes keys that a check of this type cannot have. */
  static void refuse(Section section, CheckKind kind) {
    String why = "has no meaning for a check of type " + kind.type();
    if (kind.way() == Way.NONE) {
      PLACE.forEach(key -> section.refuse(key, why));
    }
    if (kind.way() == Way.FORWARDED) {
      section.refuse("address", why);
    }
    if (kind.way() == Way.NONE || kind.way() == Way.RAW || kind.way() == Way.FORWARDED) {
      ROUTE.forEach(key -> section.refuse(key, why));
    }
    if (kind.way() != Way.CONNECTION) {
      CONNECTION.forEach(key -> section.refuse(key, why));
    }
  }

  static Optional<InetAddress> address(Section section, String key) {
    Optional<String> text = section.text(key);
    Optional<InetAddress> address = text.flatMap(Addresses::literal);
    if (text.isPresent() && address.isEmpty()) {
      section.error(key, key + ": " + Addresses.notLiteral(text.get()));
    }
    return address;
  }

  static Route route(Section section, Route base) {
    Optional<InetAddress> source = address(section, "source").or(base::source);
    int mark = section.integer("mark", 0, Integer.MAX_VALUE, base.mark());
    Optional<String> device = section.text("device").or(base::device);
    device
        .filter(name -> !name.matches("[^\\s/]{1," + DEVICE_CHARS_MAX + "}"))
        .ifPresent(name ->
            section.error(
                "device", "device must be the name of an interface, found " + Values.quote(name)));
    return new Route(source, mark, device);
  }

  static ProxyHeader proxyHeader(Section section, ProxyHeader base) {
    return section.choice("proxy-protocol", PROXY_HEADERS, base);
  }
}
