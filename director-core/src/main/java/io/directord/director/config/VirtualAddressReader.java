package io.directord.director.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.directord.director.config.VirtualAddress.Scope;
import io.directord.kernel.Family;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a virtual router's {@code addresses} and {@code excluded-addresses}. */
final class VirtualAddressReader {
  private static final Map<String, Scope> SCOPES =
      Map.of("global", Scope.GLOBAL, "site", Scope.SITE, "link", Scope.LINK, "host", Scope.HOST);

  private VirtualAddressReader() {}

  static List<VirtualAddress> read(Section section, String key) {
    List<VirtualAddress> addresses = new ArrayList<>();
    for (ConfigValue value : section.list(key, Limits.ROUTER_ADDRESSES_MAX)) {
      Optional<VirtualAddress> address =
          value instanceof ConfigObject
              ? section.section(key, value).flatMap(VirtualAddressReader::detailed)
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
}
