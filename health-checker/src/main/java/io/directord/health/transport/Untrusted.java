package io.directord.health.transport;

import java.security.cert.CertificateException;

/** A server's certificate is not to be trusted, for a reason that an operator understands. */
final class Untrusted extends CertificateException {
  private static final long serialVersionUID = 1;

  Untrusted(String because) {
    super(because);
  }

  /** The sentence. */
  String because() {
    return String.valueOf(getMessage());
  }
}
