package io.directord.health.datagram;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.transport.Quotes;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Packets of RADIUS (RFC 2865, section 3; Message-Authenticator: RFC 3579, section 3.2). Pure.
 *
 * <pre>
 *  | code (1) | id (1) | length (2) | authenticator (16) | attributes: type (1), length (1), ... |
 * </pre>
 */
final class RadiusPackets {
  static final int HEADER_BYTES = 20;
  static final int AUTHENTICATOR_BYTES = 16;
  static final int ACCEPT = 2;
  static final int REJECT = 3;
  static final int ACCOUNTING = 5;
  static final int CHALLENGE = 11;

  private static final int ACCESS_REQUEST = 1;
  private static final int STATUS_SERVER = 12;
  private static final int USER_NAME = 1;
  private static final int USER_PASSWORD = 2;
  private static final int REPLY_MESSAGE = 18;
  private static final int NAS_IDENTIFIER = 32;
  private static final int MESSAGE_AUTHENTICATOR = 80;
  private static final int AUTHENTICATOR_AT = 4;
  private static final int BLOCK = 16;

  private RadiusPackets() {}

  sealed interface Answer {
    /** For another question, or by somebody who does not know the secret. */
    record Foreign(String why) implements Answer {}

    record Malformed(String why) implements Answer {}

    /** Known to be the server's. */
    record Read(int code, String message) implements Answer {}
  }

  static byte[] statusServer(byte[] secret, byte[] authenticator, int id) {
    return finished(STATUS_SERVER, id, authenticator, new byte[0], secret);
  }

  static byte[] accessRequest(
      byte[] secret, byte[] authenticator, int id, String user, byte[] password) {
    ByteArrayOutputStream attributes = new ByteArrayOutputStream();
    attribute(attributes, USER_NAME, user.getBytes(UTF_8));
    attribute(attributes, USER_PASSWORD, hidden(password, secret, authenticator));
    return finished(ACCESS_REQUEST, id, authenticator, attributes.toByteArray(), secret);
  }

  static Answer read(byte[] packet, byte[] question, byte[] secret) {
    if (packet.length < HEADER_BYTES) {
      return new Answer.Malformed("not RADIUS: an answer of " + packet.length + " bytes");
    }
    int length = ((packet[2] & 0xff) << 8) | (packet[3] & 0xff);
    if (length < HEADER_BYTES || length > packet.length) {
      return new Answer.Malformed("not RADIUS: a length of " + length + " bytes");
    }
    if (packet[1] != question[1]) {
      return new Answer.Foreign("was for another question");
    }
    byte[] answer = Arrays.copyOf(packet, length);
    byte[] said = Arrays.copyOfRange(answer, AUTHENTICATOR_AT, HEADER_BYTES);
    System.arraycopy(question, AUTHENTICATOR_AT, answer, AUTHENTICATOR_AT, AUTHENTICATOR_BYTES);
    if (!MessageDigest.isEqual(said, md5(answer, secret))) {
      return new Answer.Foreign("was not made with our secret");
    }
    return attributes(answer, secret);
  }

  /** The answer has the authenticator of the question in it again, as both digests want it. */
  private static Answer attributes(byte[] answer, byte[] secret) {
    String message = "";
    int at = HEADER_BYTES;
    while (at < answer.length) {
      int bytes = at + 1 < answer.length ? answer[at + 1] & 0xff : 0;
      if (bytes < 2 || at + bytes > answer.length) {
        return new Answer.Malformed("an answer with an attribute that is cut off");
      }
      if (answer[at] == REPLY_MESSAGE && message.isEmpty()) {
        message = Quotes.of(Arrays.copyOfRange(answer, at + 2, at + bytes));
      }
      if (answer[at] == MESSAGE_AUTHENTICATOR && !isSigned(answer, at + 2, bytes - 2, secret)) {
        return new Answer.Foreign("was not signed with our secret");
      }
      at += bytes;
    }
    return new Answer.Read(answer[0] & 0xff, message);
  }

  private static boolean isSigned(byte[] answer, int at, int bytes, byte[] secret) {
    if (bytes != AUTHENTICATOR_BYTES) {
      return false;
    }
    byte[] said = Arrays.copyOfRange(answer, at, at + bytes);
    byte[] blank = answer.clone();
    Arrays.fill(blank, at, at + bytes, (byte) 0);
    return MessageDigest.isEqual(said, hmac(blank, secret));
  }

  /** The signature stands first (as is advised since CVE-2024-3596). */
  private static byte[] finished(
      int code, int id, byte[] authenticator, byte[] attributes, byte[] secret) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) code, (byte) id, 0, 0});
    out.writeBytes(authenticator);
    attribute(out, MESSAGE_AUTHENTICATOR, new byte[AUTHENTICATOR_BYTES]);
    out.writeBytes(attributes);
    attribute(out, NAS_IDENTIFIER, "directord".getBytes(US_ASCII));
    byte[] packet = out.toByteArray();
    packet[2] = (byte) (packet.length >> 8);
    packet[3] = (byte) packet.length;
    byte[] signature = hmac(packet, secret);
    System.arraycopy(signature, 0, packet, HEADER_BYTES + 2, AUTHENTICATOR_BYTES);
    return packet;
  }

  private static void attribute(ByteArrayOutputStream out, int type, byte[] value) {
    out.write(type);
    out.write(2 + value.length);
    out.writeBytes(value);
  }

  /** Section 5.2. */
  private static byte[] hidden(byte[] password, byte[] secret, byte[] authenticator) {
    int blocks = Math.max(1, (password.length + BLOCK - 1) / BLOCK);
    byte[] hidden = Arrays.copyOf(password, blocks * BLOCK);
    byte[] before = authenticator;
    for (int at = 0; at < hidden.length; at += BLOCK) {
      byte[] pad = md5(secret, before);
      for (int i = 0; i < BLOCK; i++) {
        hidden[at + i] ^= pad[i];
      }
      before = Arrays.copyOfRange(hidden, at, at + BLOCK);
    }
    return hidden;
  }

  private static byte[] md5(byte[] first, byte[] second) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(first);
      return digest.digest(second);
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException(absent);
    }
  }

  private static byte[] hmac(byte[] packet, byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(secret, "HmacMD5"));
      return mac.doFinal(packet);
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException(absent);
    }
  }
}
