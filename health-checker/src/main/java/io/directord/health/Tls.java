package io.directord.health;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SNIHostName;

/**
 * How a connection is encrypted, and what is asked of the server's certificate.
 *
 * @param begin at once, or after a word of the protocol
 * @param verify whether it must be signed by somebody who is trusted, for the name asked for
 * @param authorities PEM file of those; empty means the system's
 * @param serverName sent (SNI) and verified; empty sends none, and verifies the address
 * @param protocols offered by ALPN, in order of preference; empty leaves it to the check
 * @param client certificate that is shown when the server asks for one
 * @param warnDays fewer days than these before expiry are told, and do not fail; 0 never
 * @param failDays fewer days than these before expiry fail; 0 means only what has expired
 * @param fingerprints SHA-256 of certificates, in lower-case hex without colons: the server's must
 *     be one of them; empty asks nothing
 */
public record Tls(
    Begin begin,
    boolean verify,
    Optional<Path> authorities,
    Optional<String> serverName,
    List<String> protocols,
    Optional<ClientCertificate> client,
    int warnDays,
    int failDays,
    Set<String> fingerprints) {

  /** When the handshake takes place. */
  public enum Begin {
    AT_ONCE,
    STARTTLS
  }

  /** PEM files; the key without a pass phrase. */
  public record ClientCertificate(Path chain, Path key) {}

  public static final int DAYS_MAX = 3650;

  /** RFC 7301, section 3.1: it is sent with a length of one byte. */
  public static final int PROTOCOL_BYTES_MAX = 255;

  public Tls {
    protocols = List.copyOf(protocols);
    fingerprints = Set.copyOf(fingerprints);
    serverName.ifPresent(Tls::requireName);
    requireDays("warn-days", warnDays);
    requireDays("fail-days", failDays);
    for (String protocol : protocols) {
      if (!protocol.matches("[\\x21-\\x7e]{1," + PROTOCOL_BYTES_MAX + "}")) {
        throw new IllegalArgumentException(
            "protocols must be words such as h2, found \"" + protocol + "\"");
      }
    }
    for (String fingerprint : fingerprints) {
      if (!fingerprint.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "fingerprints must be 64 hexadecimal digits (SHA-256), found \"" + fingerprint + "\"");
      }
    }
  }

  private static void requireName(String name) {
    try {
      new SNIHostName(name);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "server-name must be a DNS name such as www.example.com, found \"" + name + "\"");
    }
  }

  private static void requireDays(String what, int days) {
    if (days < 0 || days > DAYS_MAX) {
      throw new IllegalArgumentException(what + " must be 0.." + DAYS_MAX + ", found " + days);
    }
  }

  /** Verified by the system's authorities. */
  public static final Tls DEFAULT =
      new Tls(
          Begin.AT_ONCE,
          true,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          0,
          0,
          Set.of());
}
