package io.directord.health;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Scripts behind a TLS handshake of Java's own. */
public final class TlsServer {
  private TlsServer() {}

  /** At once. */
  public static TestServer.Script with(String certificate, TestServer.Script script) {
    return with(certificate, _ -> {}, script);
  }

  public static TestServer.Script with(
      String certificate, Consumer<SSLSocket> settings, TestServer.Script script) {
    SSLContext context = TestCertificates.server(certificate);
    return client -> {
      try (SSLSocket secured = secure(context, client, settings)) {
        script.serve(secured);
      }
    };
  }

  /** On a connection that has spoken in clear so far. */
  public static SSLSocket secure(SSLContext context, Socket client, Consumer<SSLSocket> settings)
      throws IOException {
    SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(client, null, true);
    secured.setUseClientMode(false);
    settings.accept(secured);
    secured.startHandshake();
    return secured;
  }
}
