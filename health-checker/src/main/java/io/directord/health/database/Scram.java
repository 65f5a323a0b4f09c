package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding, for one login. The password is taken
 * as it is: for one of ASCII this is what SASLprep would make of it.
 */
final class Scram {
  static final String MECHANISM = "SCRAM-SHA-256";

  /** More would let a server keep us computing; PostgreSQL takes 4096 unless told otherwise. */
  static final int ITERATIONS_MAX = 100_000;

  private static final int SALT_BYTES_MAX = 256;
  private static final int NONCE_CHARS_MAX = 256;

  /** Some tenths of a millisecond. */
  private static final int SLICE_ITERATIONS = 256;

  private static final String HEADER = "n,,";
  private static final String HEADER_BASE64 = "biws";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern FIRST =
      Pattern.compile("r=([!-+\\--~]+),s=([A-Za-z0-9+/]+=*),i=(\\d{1,9})(?:,.*)?");

  private final String clientFirst;
  private final byte[] password;
  private final String nonce;
  private String serverFirst = "";
  private String serverNonce = "";
  private byte[] salt = new byte[0];
  private int iterations;
  private byte[] salted = new byte[0];

  /** An iteration of PBKDF2 under way. */
  private byte[] last = new byte[0];

  private int done;

  Scram(byte[] password) {
    this(password, "", random()); // PostgreSQL has the name from the startup message
  }

  Scram(byte[] password, String user, String nonce) {
    this.password = password;
    this.nonce = nonce;
    this.clientFirst = "n=" + user + ",r=" + nonce;
  }

  byte[] first() {
    return (HEADER + clientFirst).getBytes(UTF_8);
  }

  /** Why the server's first message cannot be answered. */
  Optional<String> read(byte[] message) {
    serverFirst = new String(message, UTF_8);
    Matcher matcher = FIRST.matcher(serverFirst);
    if (!matcher.matches()
        || matcher.group(1).length() > NONCE_CHARS_MAX
        || !matcher.group(1).startsWith(nonce)
        || matcher.group(1).length() == nonce.length()) {
      return Optional.of("an answer that is not " + MECHANISM);
    }
    serverNonce = matcher.group(1);
    iterations = Integer.parseInt(matcher.group(3));
    try {
      salt = Base64.getDecoder().decode(matcher.group(2));
    } catch (IllegalArgumentException _) {
      return Optional.of("a salt that is not base64");
    }
    if (salt.length > SALT_BYTES_MAX || iterations < 1 || iterations > ITERATIONS_MAX) {
      return Optional.of(
          "asks for " + iterations + " iterations; a check computes 1.." + ITERATIONS_MAX);
    }
    return Optional.empty();
  }

  byte[] salt() {
    return salt.clone();
  }

  int iterations() {
    return iterations;
  }

  byte[] salted() {
    return salted.clone();
  }

  void useSalted(byte[] known) {
    salted = known.clone();
    done = iterations;
  }

  /** Computes for a moment; returns whether the salted password is there (RFC 5802, Hi). */
  boolean compute() {
    Mac mac = mac(password);
    if (done == 0) {
      mac.update(salt);
      last = mac.doFinal(new byte[] {0, 0, 0, 1});
      salted = last.clone();
      done = 1;
    }
    for (int n = 0; n < SLICE_ITERATIONS && done < iterations; n++, done++) {
      last = mac.doFinal(last);
      for (int i = 0; i < salted.length; i++) {
        salted[i] ^= last[i];
      }
    }
    return done >= iterations;
  }

  /** Once the salted password is there. */
  byte[] last() {
    byte[] proof = mac(salted).doFinal("Client Key".getBytes(UTF_8));
    byte[] signature = mac(sha256(proof)).doFinal(conversation());
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= signature[i];
    }
    return (withoutProof() + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8);
  }

  /** Whether the server has shown that it knows the password too. */
  boolean isProved(byte[] serverLast) {
    byte[] key = mac(salted).doFinal("Server Key".getBytes(UTF_8));
    byte[] signature = mac(key).doFinal(conversation());
    byte[] expected = ("v=" + Base64.getEncoder().encodeToString(signature)).getBytes(UTF_8);
    return MessageDigest.isEqual(
        expected, Arrays.copyOf(serverLast, Math.min(serverLast.length, expected.length)));
  }

  private byte[] conversation() {
    return (clientFirst + "," + serverFirst + "," + withoutProof()).getBytes(UTF_8);
  }

  private String withoutProof() {
    return "c=" + HEADER_BASE64 + ",r=" + serverNonce;
  }

  private static String random() {
    byte[] bytes = new byte[18];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it, and no key here is empty
    }
  }
}
