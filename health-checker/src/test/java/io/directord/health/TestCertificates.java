package io.directord.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates made for the tests by openssl, once a process, as PEM files. */
public final class TestCertificates {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static @Nullable TestCertificates made;

  private final Path directory;

  private TestCertificates() throws IOException {
    directory = Files.createTempDirectory("directord-certificates");
    String names = "subjectAltName=DNS:good.test,DNS:*.wild.test,IP:127.0.0.1,IP:::1";
    openssl(key("ca", "req -x509 -out ca.crt -subj /CN=Test-Authority -days 100"));
    openssl(key("alone", "req -x509 -out alone.crt -subj /CN=alone -days 50 -addext " + names));
    signed("good", 20, names);
    signed("expired", -1, names);
    signed("client", 50, "extendedKeyUsage=clientAuth");
  }

  /** Of {@code ca}, {@code good}, {@code expired}, {@code client}, {@code alone} (self-signed). */
  public static Path chain(String name) {
    return made().directory.resolve(name + ".crt");
  }

  /** PKCS#8. */
  public static Path key(String name) {
    return made().directory.resolve(name + ".key");
  }

  public static String fingerprint(String name) {
    try {
      byte[] der = certificates(name)[0].getEncoded();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For a server that shows this one, and trusts whom the test authority has signed. */
  public static SSLContext server(String name) {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(name, privateKey(name), PASSWORD, certificates(name));
      own.setCertificateEntry("ca", certificates("ca")[0]);
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, PASSWORD);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(own);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static synchronized TestCertificates made() {
    Program.require("openssl", "openssl");
    try {
      made = made == null ? new TestCertificates() : made;
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Certificate[] certificates(String name) {
    try (InputStream in = Files.newInputStream(chain(name))) {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .toArray(Certificate[]::new);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PrivateKey privateKey(String name) throws IOException, GeneralSecurityException {
    String base64 = Files.readString(key(name)).replaceAll("-----.*-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private void signed(String name, int days, String extension) throws IOException {
    openssl(key(name, "req -out " + name + ".csr -subj /CN=" + name));
    Files.writeString(directory.resolve(name + ".ext"), extension);
    openssl(
        "x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial"
            + (" -in " + name + ".csr -out " + name + ".crt")
            + (" -extfile " + name + ".ext -days " + days));
    Files.writeString(
        directory.resolve(name + ".crt"),
        Files.readString(directory.resolve(name + ".crt"))
            + Files.readString(directory.resolve("ca.crt")));
  }

  private static String key(String name, String command) {
    return command
        + (" -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + name + ".key");
  }

  private void openssl(String words) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(Arrays.asList(words.split(" ", -1)));
    Program.run(directory, command.toArray(String[]::new));
  }
}
