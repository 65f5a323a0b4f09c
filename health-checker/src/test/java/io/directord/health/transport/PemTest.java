package io.directord.health.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.directord.health.Program;
import io.directord.health.Seeds;
import io.directord.health.TestCertificates;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PemTest {
  @TempDir private Path directory;

  @Test
  void aKeyIsTheSameInEachForm() throws IOException, GeneralSecurityException {
    Program.require("openssl", "openssl");
    assertSame("ec", "-algorithm EC -pkeyopt ec_paramgen_curve:P-384");
    assertSame("rsa", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
  }

  @Test
  void aChainHasAllItsCertificates() throws IOException, GeneralSecurityException {
    byte[] chain = Files.readAllBytes(TestCertificates.chain("good"));
    assertEquals(2, Pem.certificates(chain).size());
  }

  @Test
  void damagedFilesAreRefusedAndDoNoHarm() throws IOException {
    byte[] key = Files.readAllBytes(TestCertificates.key("good"));
    assertThrows(GeneralSecurityException.class, () -> Pem.key(new byte[0]));
    Seeds.forEach(
        300,
        random -> {
          byte[] damaged = key.clone();
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
          try {
            Pem.key(damaged);
          } catch (GeneralSecurityException _) {
            // As it should be.
          }
        });
  }

  private void assertSame(String kind, String options)
      throws IOException, GeneralSecurityException {
    openssl("genpkey " + options + " -out new.key");
    openssl(kind + " -in new.key -out old.key" + (kind.equals("rsa") ? " -traditional" : ""));
    PrivateKey pkcs8 = Pem.key(Files.readAllBytes(directory.resolve("new.key")));
    PrivateKey older = Pem.key(Files.readAllBytes(directory.resolve("old.key")));
    assertEquals(secret(pkcs8), secret(older));
    assertFalse(Files.readString(directory.resolve("old.key")).contains("BEGIN PRIVATE"));
  }

  /** Whether the public part stands beside it does not matter. */
  private static BigInteger secret(PrivateKey key) {
    return switch (key) {
      case ECPrivateKey ec -> ec.getS();
      case RSAPrivateKey rsa -> rsa.getPrivateExponent();
      default -> throw new AssertionError(key);
    };
  }

  private void openssl(String words) {
    Program.run(directory, ("openssl " + words).split(" ", -1));
  }
}
