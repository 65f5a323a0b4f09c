package io.directord.health.transport;

import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What BoringSSL makes of the same trust and key that Java's TLS has, for QUIC; made when it is
 * first asked for, which loads the native library of it: never on a loop. Shared by all connections
 * that need the same.
 */
final class QuicContext {
  /** HTTP/3, RFC 9114, section 3.1; nothing else is spoken over QUIC here. */
  static final String PROTOCOL = "h3";

  private final ServersOnly trust;
  private final ClientKey key;
  private final boolean verify;
  private volatile @Nullable Made made;

  QuicContext(ServersOnly trust, ClientKey key, boolean verify) {
    this.trust = trust;
    this.key = key;
    this.verify = verify;
  }

  /** What it came to. */
  sealed interface Made {
    record Ready(QuicSslContext context) implements Made {}

    /** One sentence says why. */
    record Unusable(String because) implements Made {}
  }

  /** Null before {@link #make}. */
  @Nullable Made made() {
    return made;
  }

  synchronized Made make() {
    Made found = made;
    if (found == null) {
      found =
          Quic.isAvailable()
              ? new Made.Ready(context())
              : new Made.Unusable(missing(Quic.unavailabilityCause()));
      made = found;
    }
    return found;
  }

  private static String missing(@Nullable Throwable why) {
    Throwable root = why;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return "QUIC's native library cannot be loaded on this node: "
        + Quotes.of(root == null ? "" : String.valueOf(root.getMessage()));
  }

  private QuicSslContext context() {
    return QuicSslContextBuilder.forClient()
        .trustManager(trust)
        .keyManager(key, null)
        .applicationProtocols(PROTOCOL)
        // A resumed session would hide what certificate is there today.
        .sessionCacheSize(0)
        .endpointIdentificationAlgorithm(verify ? "HTTPS" : "")
        .build();
  }
}
