package io.directord.director.config;

import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.Forwarding.Encapsulation;
import io.directord.kernel.ipvs.Forwarding.TunnelChecksum;
import java.util.Map;
import java.util.Optional;

/** Reads {@code forwarding} and {@code tunnel}, of a service or of one of its servers. */
final class ForwardingReader {
  private static final Forwarding.Ipip IPIP = new Forwarding.Ipip();

  /** The port that IANA assigned to GUE. */
  private static final int GUE_PORT = 6080;

  private static final Map<String, Forwarding> WORDS =
      Map.of(
          "direct",
          Forwarding.DIRECT,
          "masquerade",
          Forwarding.MASQUERADE,
          "tunnel",
          Forwarding.IPIP_TUNNEL);
  private static final Map<String, String> TYPES =
      Map.of("ipip", "ipip", "gre", "gre", "gue", "gue");
  private static final Map<String, TunnelChecksum> CHECKSUMS =
      Map.of(
          "none",
          TunnelChecksum.NONE,
          "full",
          TunnelChecksum.FULL,
          "remote",
          TunnelChecksum.REMOTE);

  /** How packets go, and in which wrapper if by tunnel. */
  record Way(Forwarding forwarding, Encapsulation encapsulation) {
    static final Way DEFAULT = new Way(Forwarding.DIRECT, IPIP);
  }

  private ForwardingReader() {}

  static Way read(Section section, Way otherwise) {
    Forwarding word = section.choice("forwarding", WORDS, otherwise.forwarding());
    if (!section.has("tunnel") && word.equals(otherwise.forwarding())) {
      return otherwise;
    }
    Encapsulation encapsulation =
        section
            .section("tunnel")
            .flatMap(ForwardingReader::encapsulation)
            .orElse(otherwise.encapsulation());
    Forwarding forwarding =
        word instanceof Forwarding.Tunnel ? new Forwarding.Tunnel(encapsulation) : word;
    return new Way(forwarding, encapsulation);
  }

  private static Optional<Encapsulation> encapsulation(Section section) {
    section.unknownKeys(Keys.TUNNEL);
    String type = section.choice("type", TYPES, "ipip");
    TunnelChecksum checksum = section.choice("checksum", CHECKSUMS, TunnelChecksum.NONE);
    if (!type.equals("gue")) {
      section.refuse("port", "belongs to tunnels of type gue");
    }
    return switch (type) {
      case "gre" -> section.build(() -> new Forwarding.Gre(checksum));
      case "gue" -> {
        int port = section.integer("port", 1, 65_535, GUE_PORT);
        yield section.build(() -> new Forwarding.Gue(port, checksum));
      }
      default -> {
        section.refuse("checksum", "belongs to tunnels of type gre and gue");
        yield Optional.of(IPIP);
      }
    };
  }
}
