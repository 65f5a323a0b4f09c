package io.directord.director.config;

import com.typesafe.config.ConfigValue;
import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Protocol;
import io.directord.kernel.ipvs.ServiceKey;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what identifies a virtual service: addresses with ports, or firewall marks. */
final class ServiceKeyReader {
  private static final Map<String, Protocol> PROTOCOLS =
      Map.of("tcp", Protocol.TCP, "udp", Protocol.UDP, "sctp", Protocol.SCTP);
  private static final Map<String, Family> FAMILIES =
      Map.of("ipv4", Family.IPV4, "ipv6", Family.IPV6);

  private ServiceKeyReader() {}

  /** Empty when something was wrong. */
  static List<ServiceKey> read(Section section) {
    if (section.has("address") && section.has("firewall-mark")) {
      section.error(
          "firewall-mark",
          "a service has an address or a firewall-mark, not both; write two services");
      return List.of();
    }
    if (section.has("firewall-mark")) {
      return marks(section);
    }
    section.refuse("family", "belongs to services with a firewall-mark; an address shows its own");
    Protocol protocol = section.choice("protocol", PROTOCOLS, Protocol.TCP);
    if (section.lacks("address", "one such as \"192.0.2.10:80\", or a firewall-mark")) {
      return List.of();
    }
    List<ServiceKey> keys = new ArrayList<>();
    for (ConfigValue value : section.list("address", Limits.KERNEL_SERVICES_MAX)) {
      try {
        keys.addAll(parse(protocol, Values.text(value).orElseGet(() -> Values.describe(value))));
      } catch (IllegalArgumentException e) {
        section.error(value, "address: " + e.getMessage());
      }
    }
    if (keys.isEmpty() && section.clean()) {
      section.error("address", "address must name at least one address");
    }
    if (mixesFamilies(keys)) {
      section.error(
          "address",
          "address mixes IPv4 and IPv6, which have no servers in common; write two services");
    }
    return keys;
  }

  private static boolean mixesFamilies(List<ServiceKey> keys) {
    for (ServiceKey key : keys) {
      if (key.family() != keys.getFirst().family()) {
        return true;
      }
    }
    return false;
  }

  private static List<ServiceKey> marks(Section section) {
    if (!section.has("marked")) {
      section.refuse(
          "protocol",
          "has no effect: a firewall-mark takes packets of every protocol, unless marked names"
              + " them");
    }
    Family family = section.choice("family", FAMILIES, Family.IPV4);
    List<ServiceKey> keys = new ArrayList<>();
    for (ConfigValue value : section.list("firewall-mark", Limits.KERNEL_SERVICES_MAX)) {
      long mark = Values.whole(value).orElse(0);
      if (mark < 1 || mark > 0xFFFF_FFFFL) {
        section.error(
            value, "firewall-mark must be 1..4294967295, found " + Values.describe(value));
      } else {
        keys.add(new ServiceKey.FirewallMark(family, mark));
      }
    }
    if (keys.isEmpty() && section.clean()) {
      section.error("firewall-mark", "firewall-mark must name at least one mark");
    }
    return keys;
  }

  /** {@code 192.0.2.10:80}, {@code 192.0.2.10-19:80,443}, {@code [2001:db8::10]:80}. */
  static List<ServiceKey> parse(Protocol protocol, String text) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > 0 && (text.charAt(colon - 1) == ']' || text.indexOf(':') == colon);
    if (!hasPort) {
      if (colon > 0 && !text.startsWith("[")) {
        Addresses.unbracket(text);
      }
      throw new IllegalArgumentException(
          "expected an address and a port such as \"192.0.2.10:80\", found "
              + Values.quote(text)
              + "; port 0 takes every port");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[")) {
      host = host.replace("[", "").replace("]", "");
    }
    List<InetAddress> addresses = Addresses.range(host);
    List<ServiceKey> keys = new ArrayList<>();
    for (String port : text.substring(colon + 1).split(",", -1)) {
      int number = Addresses.port(port.strip());
      for (InetAddress address : addresses) {
        keys.add(new ServiceKey.Address(protocol, address, number));
      }
      if (keys.size() > Limits.KERNEL_SERVICES_MAX) {
        throw new IllegalArgumentException(
            "too many ports: the limit is " + Limits.KERNEL_SERVICES_MAX + " kernel services");
      }
    }
    return keys;
  }
}
