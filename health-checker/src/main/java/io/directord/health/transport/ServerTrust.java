package io.directord.health.transport;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Java's own verification of chain and name, with its refusals in an operator's words. Shared by
 * the threads that do handshakes; holds nothing. What is refused is remembered with the session:
 * BoringSSL passes on a number in place of what is thrown here.
 */
final class ServerTrust extends ServersOnly {
  private static final String REFUSED = "directord.refused";

  private final X509ExtendedTrustManager verifier;

  ServerTrust(X509ExtendedTrustManager verifier) {
    this.verifier = verifier;
  }

  /** Why the server was not trusted in this session; empty when that is not so. */
  static Optional<String> refusal(SSLSession session) {
    return Optional.ofNullable(session.getValue(REFUSED)).map(Object::toString);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      verify(chain, authType, engine);
    } catch (Untrusted untrusted) {
      SSLSession session = engine.getHandshakeSession();
      if (session != null) {
        session.putValue(REFUSED, untrusted.because());
      }
      throw untrusted;
    }
  }

  private void verify(X509Certificate[] chain, String authType, SSLEngine engine) throws Untrusted {
    X509Certificate certificate = chain[0];
    try {
      // Before the chain: what has expired is also signed by nobody who is trusted, often enough.
      certificate.checkValidity();
      verifier.checkServerTrusted(chain, authType, engine);
    } catch (CertificateExpiredException _) {
      throw new Untrusted("certificate expired on " + Certificates.lastDay(certificate));
    } catch (CertificateNotYetValidException _) {
      throw new Untrusted("certificate is not valid before " + Certificates.firstDay(certificate));
    } catch (CertificateException refusal) {
      SSLSession session = engine.getHandshakeSession();
      String asked = session == null ? engine.getPeerHost() : session.getPeerHost();
      throw new Untrusted(reason(refusal, chain, String.valueOf(asked)));
    }
  }

  private static String reason(
      CertificateException refusal, X509Certificate[] chain, String asked) {
    if (refusal.getClass() == CertificateException.class && refusal.getCause() == null) {
      // Trouble with the chain has a class of its own.
      return "certificate is for " + Certificates.names(chain[0]) + ", not for " + Quotes.of(asked);
    }
    X509Certificate last = chain[chain.length - 1];
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "a certificate of its issuers has expired";
      }
      if (cause instanceof CertPathBuilderException && cause.getCause() == null) {
        return last.getIssuerX500Principal().equals(last.getSubjectX500Principal())
                && chain.length == 1
            ? "certificate is signed by itself, and by no authority"
            : "certificate is signed by an unknown authority, "
                + Quotes.of(last.getIssuerX500Principal().getName());
      }
    }
    return "certificate is not to be trusted: " + Quotes.of(String.valueOf(refusal.getMessage()));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new Untrusted("verified with an engine only");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new Untrusted("verified with an engine only");
  }
}
