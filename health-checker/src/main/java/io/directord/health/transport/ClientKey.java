package io.directord.health.transport;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows our certificate to whoever asks for one, if there is one: also to a server whose list of
 * authorities does not name ours, which is then told so by the server. Remembers with the session
 * that it was asked.
 */
final class ClientKey extends X509ExtendedKeyManager {
  private static final String ALIAS = "client";
  private static final String ASKED = "directord.asked";
  private static final String[] NONE = {};

  private final List<X509Certificate> chain;
  private final @Nullable PrivateKey key;

  ClientKey() {
    this.chain = List.of();
    this.key = null;
  }

  ClientKey(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  /** Whether the server wanted to see a certificate. */
  static boolean wasAsked(SSLEngine engine) {
    return engine.getSession().getValue(ASKED) != null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    if (engine.getHandshakeSession() != null) {
      engine.getHandshakeSession().putValue(ASKED, ASKED);
    }
    return key != null && Arrays.asList(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return chain.isEmpty() ? null : chain.toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return key;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return NONE;
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return NONE;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
