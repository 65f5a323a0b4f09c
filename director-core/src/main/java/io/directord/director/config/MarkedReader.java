package io.directord.director.config;

import com.typesafe.config.ConfigValue;
import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Protocol;
import io.directord.kernel.ipvs.ServiceKey;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code marked}: the packets that directord has marked for a service. */
final class MarkedReader {
  private static final Map<String, Protocol> PROTOCOLS =
      Map.of("tcp", Protocol.TCP, "udp", Protocol.UDP, "sctp", Protocol.SCTP);

  private MarkedReader() {}

  /** Empty when there is none, or something was wrong. */
  static List<MarkedTraffic> read(Section section, List<ServiceKey> keys) {
    if (!section.has("marked")) {
      return List.of();
    }
    if (!section.has("firewall-mark")) {
      section.error(
          "marked", "marked says which packets get the mark of a service with firewall-mark");
      return List.of();
    }
    if (keys.size() > 1) {
      section.error("marked", "marked needs one firewall-mark, found " + keys.size());
    }
    List<Protocol> protocols = protocols(section);
    List<MarkedTraffic> marked = new ArrayList<>();
    for (ConfigValue value : section.list("marked", Limits.MARKED_MAX)) {
      String text = Values.text(value).orElseGet(() -> Values.describe(value));
      try {
        for (Protocol protocol : protocols) {
          marked.addAll(parse(protocol, text));
        }
      } catch (IllegalArgumentException e) {
        section.error(value, "marked: " + e.getMessage());
      }
    }
    if (marked.size() > Limits.MARKED_MAX) {
      section.error(
          "marked", "marked makes " + marked.size() + " rules; the limit is " + Limits.MARKED_MAX);
      return List.of();
    }
    check(section, keys, marked);
    return marked;
  }

  private static void check(Section section, List<ServiceKey> keys, List<MarkedTraffic> marked) {
    if (marked.isEmpty() && section.clean()) {
      section.error("marked", "marked must name at least one address with its ports");
    }
    if (keys.isEmpty()) {
      return;
    }
    Family family = keys.getFirst().family();
    if (marked.stream().anyMatch(each -> Family.of(each.address()) != family)) {
      section.error(
          "marked",
          "marked is not of the service's family; "
              + (family == Family.IPV4 ? "set family = ipv6, or " : "")
              + "write a service for each family");
    }
  }

  private static List<Protocol> protocols(Section section) {
    List<Protocol> protocols = new ArrayList<>();
    for (ConfigValue value : section.list("protocol", PROTOCOLS.size())) {
      Protocol protocol = PROTOCOLS.get(Values.text(value).orElse(""));
      if (protocol == null) {
        section.error(
            value, "protocol must be tcp, udp, sctp, or a list, found " + Values.describe(value));
      } else {
        protocols.add(protocol);
      }
    }
    return protocols.isEmpty() ? List.of(Protocol.TCP) : protocols;
  }

  /** {@code 192.0.2.10-19:80,443,10000-20000}, {@code [2001:db8::10]:80}. */
  static List<MarkedTraffic> parse(Protocol protocol, String text) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > 0 && (text.charAt(colon - 1) == ']' || text.indexOf(':') == colon);
    if (!hasPort) {
      throw new IllegalArgumentException(
          "expected an address and ports such as \"192.0.2.10:80,443\", found "
              + Values.quote(text)
              + "; port 0 takes every port");
    }
    String host = text.substring(0, colon).replace("[", "").replace("]", "");
    List<MarkedTraffic> marked = new ArrayList<>();
    List<InetAddress> addresses = Addresses.range(host);
    for (String ports : text.substring(colon + 1).split(",", -1)) {
      int dash = ports.indexOf('-');
      int low = Addresses.port((dash < 0 ? ports : ports.substring(0, dash)).strip());
      int high = dash < 0 ? low : Addresses.port(ports.substring(dash + 1).strip());
      for (InetAddress address : addresses) {
        marked.add(new MarkedTraffic(protocol, address, low, high));
      }
      if (marked.size() > Limits.MARKED_MAX) {
        throw new IllegalArgumentException("too many ports: the limit is " + Limits.MARKED_MAX);
      }
    }
    return marked;
  }
}
