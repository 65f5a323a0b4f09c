package io.directord.health.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * What a body's digest must be.
 *
 * @param hex in lower case
 */
public record ExpectedDigest(Algorithm algorithm, String hex) {

  /** MD5 is keepalived's: it tells whether a page has changed, and protects from nobody. */
  public enum Algorithm {
    MD5("md5", "MD5", 32),
    SHA256("sha256", "SHA-256", 64);

    private final String word;
    private final String javaName;
    private final int digits;

    Algorithm(String word, String javaName, int digits) {
      this.word = word;
      this.javaName = javaName;
      this.digits = digits;
    }

    String word() {
      return word;
    }

    MessageDigest begin() {
      try {
        return MessageDigest.getInstance(javaName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has " + javaName, e);
      }
    }
  }

  public ExpectedDigest {
    hex = hex.toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]*") || hex.length() != algorithm.digits) {
      throw new IllegalArgumentException(
          "digest of " + algorithm.word + " must have " + algorithm.digits + " hexadecimal digits");
    }
  }

  /** As it is written in a configuration: {@code sha256:…} or {@code md5:…}. */
  public static ExpectedDigest of(String written) {
    for (Algorithm algorithm : Algorithm.values()) {
      if (written.startsWith(algorithm.word + ":")) {
        return new ExpectedDigest(algorithm, written.substring(algorithm.word.length() + 1));
      }
    }
    throw new IllegalArgumentException("digest must begin with \"sha256:\" or \"md5:\"");
  }
}
