package io.directord.director.config;

import io.directord.director.config.CheckKind.Way;
import io.directord.director.config.NamedCheck.Place;
import io.directord.health.Endpoint.ProxyHeader;
import io.directord.health.Route;
import io.directord.health.Tls;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads where a check goes, and how: what all checks that use the network have in common. */
final class EndpointReader {
  static final Set<String> PLACE = Set.of("address", "port");
  static final Set<String> ROUTE = Set.of("source", "mark", "device");
  static final Set<String> CONNECTION = Set.of("proxy-protocol", TlsReader.KEY);

  private static final String PROXY = "proxy-protocol";
  private static final String NO_PROXY_OVER_QUIC =
      "stands before the bytes of a TCP connection, and http3 is asked over UDP";

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
    if (kind.way() == Way.QUIC) {
      section.refuse(PROXY, NO_PROXY_OVER_QUIC);
    } else if (kind.way() != Way.CONNECTION) {
      CONNECTION.forEach(key -> section.refuse(key, why));
    }
  }

  /** What a check of this type cannot have, and may have from the one that it begins with. */
  static void refuse(Section section, CheckKind kind, Place place) {
    if (kind.way() != Way.QUIC || !section.clean()) {
      return;
    }
    if (place.proxy() != ProxyHeader.NONE) {
      section.error("use", "the proxy-protocol of that check " + NO_PROXY_OVER_QUIC);
    }
    String what = TlsReader.KEY + ": ";
    if (place.tls().filter(tls -> !tls.protocols().isEmpty()).isPresent()) {
      section.error(TlsReader.KEY, what + "protocols have no meaning: http3 agrees upon h3");
    }
    place
        .tls()
        .flatMap(Tls::serverName)
        .filter(name -> name.indexOf('.') < 0)
        .ifPresent(name ->
            section.error(
                TlsReader.KEY,
                what
                    + "server-name of http3 must have a dot, or QUIC does not send it; found "
                    + Values.quote(name)));
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
    return section.choice(PROXY, PROXY_HEADERS, base);
  }
}
