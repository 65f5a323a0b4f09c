package io.directord.health.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Takes any certificate, for {@code verify = false}: extended, or Java would verify the name. */
final class Unverified extends X509ExtendedTrustManager {
  private static final X509Certificate[] NO_CERTIFICATES = {};

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new Untrusted("nobody is a client of ours");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new Untrusted("nobody is a client of ours");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new Untrusted("nobody is a client of ours");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return NO_CERTIFICATES;
  }
}
