package io.directord.health.transport;

import io.directord.health.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The files of this machine that a connection's encryption needs, and what is made of them. Blocks
 * on reading: never on a loop.
 */
record TlsFiles(
    boolean verify, Optional<Path> authorities, Optional<Tls.ClientCertificate> client) {
  /** Ten times what a system's authorities take. */
  static final int FILE_BYTES_MAX = 4 * 1024 * 1024;

  /** JSSE keeps sessions for hours, with their certificates; nobody asks for them again here. */
  private static final int SESSIONS_KEPT = 1;

  /** Where Debian, Fedora, SUSE and Alpine keep whom they trust; Java's own stand in for them. */
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  static TlsFiles of(Tls tls) {
    return new TlsFiles(tls.verify(), tls.authorities(), tls.client());
  }

  /** What reading them came to. */
  sealed interface Material {
    record Ready(SSLContext context, QuicContext quic) implements Material {}

    /** One sentence says why. */
    record Unusable(String because) implements Material {}
  }

  /** A file is in the way, and this is said of it. */
  private static final class Trouble extends Exception {
    private static final long serialVersionUID = 1;

    Trouble(String because) {
      super(because);
    }
  }

  /** All that are read, whether they are there or not. */
  List<Path> paths() {
    Stream<Path> trusted =
        verify
            ? Stream.of(authorities.or(TlsFiles::system)).flatMap(Optional::stream)
            : Stream.of();
    Stream<Path> own = client.stream().flatMap(c -> Stream.of(c.chain(), c.key()));
    return Stream.concat(trusted, own).toList();
  }

  Material read() {
    try {
      ServersOnly trust = verify ? verifier() : new Unverified();
      ClientKey key = client.isPresent() ? clientKey(client.get()) : new ClientKey();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {key}, new TrustManager[] {trust}, null);
      context.getClientSessionContext().setSessionCacheSize(SESSIONS_KEPT);
      return new Material.Ready(context, new QuicContext(trust, key, verify));
    } catch (Trouble trouble) {
      return new Material.Unusable(String.valueOf(trouble.getMessage()));
    } catch (GeneralSecurityException | IOException e) {
      return new Material.Unusable("TLS cannot be set up: " + e.getMessage());
    }
  }

  private ServersOnly verifier() throws Trouble, GeneralSecurityException, IOException {
    Optional<Path> file = authorities.or(TlsFiles::system);
    @Nullable KeyStore trusted = file.isPresent() ? keyStore(file.get()) : null;
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager verifier) {
        return new ServerTrust(verifier);
      }
    }
    throw new GeneralSecurityException("Java has no verification of certificates");
  }

  private static KeyStore keyStore(Path file)
      throws Trouble, GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (X509Certificate authority : certificates(file)) {
      store.setCertificateEntry(Integer.toString(number++), authority);
    }
    return store;
  }

  private static ClientKey clientKey(Tls.ClientCertificate client) throws Trouble {
    List<X509Certificate> chain = certificates(client.chain());
    try {
      return new ClientKey(chain, Pem.key(bytes(client.key())));
    } catch (GeneralSecurityException e) {
      throw new Trouble("cannot use " + client.key() + ": " + e.getMessage());
    }
  }

  private static List<X509Certificate> certificates(Path file) throws Trouble {
    try {
      return Pem.certificates(bytes(file));
    } catch (GeneralSecurityException e) {
      throw new Trouble("cannot use " + file + ": " + e.getMessage());
    }
  }

  private static byte[] bytes(Path file) throws Trouble {
    // A pipe would be waited for, for ever.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new Trouble(file + " is no file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new Trouble(file + " has more than " + FILE_BYTES_MAX + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException _) {
      throw new Trouble(file + " does not exist");
    } catch (AccessDeniedException _) {
      throw new Trouble(file + " may not be read by the user this runs as");
    } catch (IOException e) {
      throw new Trouble("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static Optional<Path> system() {
    return SYSTEM.stream().filter(Files::isReadable).findFirst();
  }
}
