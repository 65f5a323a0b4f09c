package io.directord.failover.wire;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A keyed digest over what is fed to it, cut to a length (RFC 2104). Keeps its key and one result.
 * Confined to one thread.
 */
final class Signature {
  private final Mac mac;
  private final byte[] whole;
  private final byte[] cut;
  private final byte[] found;

  private Signature(String algorithm, byte[] key, int bytes) {
    try {
      mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(algorithm, missing);
    }
    whole = new byte[mac.getMacLength()];
    cut = new byte[bytes];
    found = new byte[bytes];
  }

  /** HMAC-MD5-96 (RFC 2403), with the eight bytes of the password as the key. */
  static Signature ofAh(byte[] password) {
    byte[] key = Arrays.copyOf(password, Layout.AUTHENTICATION_BYTES);
    return new Signature("HmacMD5", key, Layout.AH_CHECK_BYTES);
  }

  /** The first half of HMAC-SHA256. */
  static Signature ofTrailer(byte[] key) {
    return new Signature("HmacSHA256", key, Layout.TRAILER_CHECK_BYTES);
  }

  Signature feed(byte[] bytes, int from, int count) {
    mac.update(bytes, from, count);
    return this;
  }

  /** Ends with writing the result. */
  void write(byte[] bytes, int at) {
    finish();
    System.arraycopy(cut, 0, bytes, at, cut.length);
  }

  /** Ends with comparing the result, in a time that tells nothing of it. */
  boolean matches(byte[] bytes, int at) {
    finish();
    System.arraycopy(bytes, at, found, 0, found.length);
    return MessageDigest.isEqual(cut, found);
  }

  private void finish() {
    try {
      mac.doFinal(whole, 0);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
    System.arraycopy(whole, 0, cut, 0, cut.length);
  }
}
