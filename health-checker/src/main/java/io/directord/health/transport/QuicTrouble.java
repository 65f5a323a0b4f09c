package io.directord.health.transport;

import io.directord.health.FailureKind;
import io.netty.handler.codec.quic.QuicClosedChannelException;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicException;
import io.netty.handler.codec.quic.QuicTransportError;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.util.Optional;
import java.util.function.IntFunction;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a QUIC connection says about the server. Pure.
 *
 * @param what the evidence, in an operator's words
 */
record QuicTrouble(FailureKind kind, String what) {
  private static final QuicTrouble NOBODY =
      new QuicTrouble(FailureKind.REFUSED, "nobody listens there (ICMP: port unreachable)");

  /**
   * Of what was thrown.
   *
   * @param untrusted why the certificate was refused; BoringSSL itself does not say it
   * @param stage what was being waited for
   * @param codes the application's names of its own errors
   * @return null for what is our own mistake
   */
  static @Nullable QuicTrouble of(
      Throwable cause, Optional<String> untrusted, String stage, IntFunction<String> codes) {
    return switch (cause) {
      case PortUnreachableException _ -> NOBODY;
      case SSLException trouble ->
          untrusted
              .map(because -> new QuicTrouble(FailureKind.TLS, because))
              .orElseGet(() -> of(TlsTrouble.of(trouble)));
      case QuicClosedChannelException closed when closed.event() != null ->
          of(closed.event(), stage, codes);
      case QuicException trouble -> broken(trouble);
      case TlsThreads.Busy busy ->
          new QuicTrouble(FailureKind.LOCAL, "not probed: " + busy.getMessage());
      case IOException trouble -> of(SocketTrouble.of(trouble));
      default -> null;
    };
  }

  /** The server has said that it ends the connection, and why (RFC 9000, section 10.2). */
  static QuicTrouble of(QuicConnectionCloseEvent event, String stage, IntFunction<String> codes) {
    if (event.isTlsError()) {
      return of(TlsTrouble.ofAlert(QuicConnectionCloseEvent.extractTlsError(event.error())));
    }
    if (event.isApplicationClose()) {
      String code = codes.apply(event.error());
      return new QuicTrouble(
          FailureKind.RESET, "the server closes the connection: " + code + in(stage));
    }
    QuicTransportError error = QuicTransportError.valueOf(event.error());
    FailureKind kind =
        QuicTransportError.CONNECTION_REFUSED.equals(error)
            ? FailureKind.REFUSED
            : QuicTransportError.NO_ERROR.equals(error) ? FailureKind.CLOSED : FailureKind.RESET;
    return new QuicTrouble(kind, "the server closes the connection: " + name(error) + in(stage));
  }

  private static QuicTrouble of(TlsTrouble trouble) {
    return new QuicTrouble(trouble.kind(), trouble.what());
  }

  private static QuicTrouble of(SocketTrouble trouble) {
    return trouble.kind() == FailureKind.REFUSED
        ? NOBODY
        : new QuicTrouble(trouble.kind(), trouble.what());
  }

  private static QuicTrouble broken(QuicException trouble) {
    String why =
        trouble.error() == null
            ? Quotes.of(String.valueOf(trouble.getMessage()))
            : name(trouble.error());
    return new QuicTrouble(FailureKind.PROTOCOL, "not QUIC as it should be: " + why);
  }

  private static String in(String stage) {
    return " (" + stage + ")";
  }

  private static String name(QuicTransportError error) {
    return error.isCryptoError() ? "CRYPTO_ERROR" : error.name();
  }
}
