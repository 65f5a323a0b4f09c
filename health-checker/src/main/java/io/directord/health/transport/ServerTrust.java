package io.directord.health.transport;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Java's own verification of chain and name, with its refusals in an operator's words. Shared by
 * the threads that do handshakes; holds nothing.
 */
final class ServerTrust extends ServersOnly {
  private final X509ExtendedTrustManager verifier;

  ServerTrust(X509ExtendedTrustManager verifier) {
    this.verifier = verifier;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
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
      throw new Untrusted(reason(refusal, chain, String.valueOf(engine.getPeerHost())));
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
