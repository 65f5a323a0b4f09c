package io.directord.health.transport;

import io.directord.health.Endpoint;
import io.directord.health.Tls;
import io.directord.health.transport.TlsFiles.Material;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The encryption of one conversation: from the files that it needs to what the server has shown.
 * Called on the probe loop only.
 */
final class Encryption {
  static final TlsContexts CONTEXTS = new TlsContexts(TlsThreads.FILES);
  private static final InstantSource CALENDAR = InstantSource.system();

  /** Then Java resumes no session: a resumed one would hide what certificate is there today. */
  private static final int NO_PORT = -1;

  private final Tls tls;
  private final String host;
  private final List<String> protocols;
  private final AtomicInteger steps = new AtomicInteger();
  private volatile boolean abandoned;
  private @Nullable SslHandler handler;
  private @Nullable CompletableFuture<Material> material;

  Encryption(Endpoint endpoint, Tls tls, List<String> dialoguesProtocols) {
    this.tls = tls;
    this.host = tls.serverName().orElseGet(() -> literal(endpoint.address()));
    this.protocols = tls.protocols().isEmpty() ? dialoguesProtocols : tls.protocols();
  }

  /** Begins as soon as the files are read: at once, unless it is the first to need them. */
  void start(Channel channel, Consumer<String> unusable, Consumer<Throwable> mistaken) {
    EventLoop loop = channel.eventLoop();
    CompletableFuture<Material> read = CONTEXTS.of(TlsFiles.of(tls), loop.ticker().nanoTime());
    material = read;
    if (read.isDone() && !read.isCompletedExceptionally()) {
      start(channel, read.join(), unusable);
    } else {
      read.thenAcceptAsync(done -> start(channel, done, unusable), loop)
          .exceptionally(mistake -> {
            loop.execute(() -> mistaken.accept(mistake));
            return null;
          });
    }
  }

  private void start(Channel channel, Material read, Consumer<String> unusable) {
    switch (read) {
      case Material.Ready(var context, _) -> {
        if (!abandoned) {
          begin(channel, context);
        }
      }
      case Material.Unusable(var because) -> unusable.accept(because);
    }
  }

  /** Whether the next step is one of ours: files that are read, a handshake that is computed. */
  boolean waitsForUs() {
    return steps.get() > 0 || (material != null && !material.isDone());
  }

  /** Nobody waits for it any more: what is still to be computed is left. From any thread. */
  void abandon() {
    abandoned = true;
  }

  private void compute(Runnable step) {
    steps.incrementAndGet();
    TlsThreads.HANDSHAKES.execute(() -> {
      if (!abandoned) {
        step.run();
      }
      steps.decrementAndGet();
    });
  }

  /** Begins the handshake, before everything that is there already. */
  private void begin(Channel channel, SSLContext context) {
    SSLEngine engine = context.createSSLEngine(host, NO_PORT);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    if (tls.verify()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    // Else Java would send a name that it takes the host for.
    parameters.setServerNames(
        tls.serverName()
            .<List<SNIServerName>>map(name -> List.of(new SNIHostName(name)))
            .orElse(List.of()));
    parameters.setApplicationProtocols(protocols.toArray(String[]::new));
    engine.setSSLParameters(parameters);
    SslHandler added = new SslHandler(engine, this::compute);
    // The one deadline is the probe's.
    added.setHandshakeTimeoutMillis(0);
    handler = added;
    channel.pipeline().addFirst(added);
  }

  /** After the handshake: what speaks against this server nevertheless. */
  Optional<String> complaint() {
    Optional<X509Certificate> certificate = certificate();
    if (certificate.isEmpty()) {
      return Optional.of("the server shows no certificate");
    }
    if (!tls.protocols().isEmpty() && protocol().isEmpty()) {
      return Optional.of(
          "no common protocol: offered "
              + String.join(", ", protocols)
              + ", the server chose none");
    }
    return Certificates.complaint(tls, certificate.get(), CALENDAR.instant());
  }

  /** To be added to the evidence of a success. */
  String remark() {
    return certificate()
        .flatMap(found -> Certificates.remark(tls, found, CALENDAR.instant()))
        .map(remark -> " (" + remark + ")")
        .orElse("");
  }

  /** Such as {@code TLS 1.3}. */
  String version() {
    return handler == null ? "" : TlsTrouble.version(handler.engine().getSession().getProtocol());
  }

  /** Agreed upon by ALPN; empty when there is none. */
  String protocol() {
    String agreed = handler == null ? null : handler.engine().getApplicationProtocol();
    return agreed == null ? "" : agreed;
  }

  /** Whether the server wanted a certificate: by TLS 1.3, it judges that after the handshake. */
  boolean awaitsJudgement() {
    return handler != null && version().equals("TLS 1.3") && ClientKey.wasAsked(handler.engine());
  }

  void finish() {
    if (handler != null) {
      handler.closeOutbound();
    }
  }

  private Optional<X509Certificate> certificate() {
    return handler == null ? Optional.empty() : Certificates.shown(handler.engine().getSession());
  }

  /** A zone means nothing afar. */
  static String literal(InetSocketAddress address) {
    String text = address.getAddress().getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
