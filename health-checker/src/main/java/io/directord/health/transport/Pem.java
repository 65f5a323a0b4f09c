package io.directord.health.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys as text (RFC 7468). Pure. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private static final HexFormat HEX = HexFormat.of();

  /** INTEGER 0; SEQUENCE of rsaEncryption and NULL (RFC 8017, appendix A.1). */
  private static final byte[] RSA = HEX.parseHex("020100300d06092a864886f70d0101010500");

  /** INTEGER 0. */
  private static final byte[] VERSION = HEX.parseHex("020100");

  /** id-ecPublicKey (RFC 5480, section 2.1.1). */
  private static final byte[] EC = HEX.parseHex("06072a8648ce3d0201");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int EC_PARAMETERS = 0xa0; // RFC 5915, section 3: parameters [0]

  private Pem() {}

  private static final class Block {
    private final String label;
    private final byte[] der;

    Block(String label, byte[] der) {
      this.label = label;
      this.der = der;
    }
  }

  /** All of them, in their order; whatever else there is stands between. */
  static List<X509Certificate> certificates(byte[] text) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(text)) {
      if (block.label.endsWith("CERTIFICATE")) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der)));
      }
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("it holds no certificate in PEM");
    }
    return certificates;
  }

  /** The first: PKCS#8, or the older forms of RSA (PKCS#1) and elliptic curves (SEC 1). */
  static PrivateKey key(byte[] text) throws GeneralSecurityException {
    for (Block block : blocks(text)) {
      switch (block.label) {
        case "PRIVATE KEY" -> {
          return anyKey(block.der);
        }
        case "RSA PRIVATE KEY" -> {
          return key("RSA", der(SEQUENCE, RSA, der(OCTET_STRING, block.der)));
        }
        case "EC PRIVATE KEY" -> {
          byte[] algorithm = der(SEQUENCE, EC, curve(block.der));
          return key("EC", der(SEQUENCE, VERSION, algorithm, der(OCTET_STRING, block.der)));
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw new GeneralSecurityException("its key has a pass phrase, which is not possible");
        default -> {}
      }
    }
    throw new GeneralSecurityException("it holds no private key in PEM without a pass phrase");
  }

  private static List<Block> blocks(byte[] text) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(new String(text, ISO_8859_1));
    while (matcher.find()) {
      byte[] base64 = matcher.group(2).replaceAll("\\s", "").getBytes(ISO_8859_1);
      try {
        blocks.add(new Block(matcher.group(1), Base64.getDecoder().decode(base64)));
      } catch (IllegalArgumentException _) {
        // With headers ("Proc-Type"), which only encrypted keys have: as if it were not there.
      }
    }
    return blocks;
  }

  private static PrivateKey anyKey(byte[] pkcs8) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
      try {
        return key(algorithm, pkcs8);
      } catch (GeneralSecurityException _) {
        // Of another kind.
      }
    }
    throw new GeneralSecurityException("its key is neither RSA, nor EC, nor EdDSA");
  }

  private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** The OBJECT IDENTIFIER in the parameters of a key by SEC 1. */
  private static byte[] curve(byte[] sec1) throws GeneralSecurityException {
    try {
      int at = content(sec1, 0);
      while (Byte.toUnsignedInt(sec1[at]) != EC_PARAMETERS) {
        at = content(sec1, at) + length(sec1, at);
      }
      int from = content(sec1, at);
      return Arrays.copyOfRange(sec1, from, from + length(sec1, at));
    } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
      throw new GeneralSecurityException("its key does not name its curve");
    }
  }

  /** Where the content of the element there begins. */
  private static int content(byte[] der, int at) {
    return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
  }

  private static int length(byte[] der, int at) {
    if (der[at + 1] >= 0) {
      return der[at + 1];
    }
    int length = 0;
    for (int i = at + 2; i < content(der, at); i++) {
      length = (length << 8) | Byte.toUnsignedInt(der[i]);
    }
    if (length < 0) {
      throw new IllegalArgumentException("longer than an array");
    }
    return length;
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    int lengthBytes = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 3;
    byte[] der = new byte[2 + lengthBytes + length];
    der[0] = (byte) tag;
    der[1] = (byte) (lengthBytes == 0 ? length : 0x80 | lengthBytes);
    for (int i = 0; i < lengthBytes; i++) {
      der[2 + i] = (byte) (length >> (8 * (lengthBytes - 1 - i)));
    }
    int at = 2 + lengthBytes;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, der, at, part.length);
      at += part.length;
    }
    return der;
  }
}
