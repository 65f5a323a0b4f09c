package io.directord.health.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A question as bytes (RFC 1035, section 4.1). Pure.
 *
 * <pre>
 *  | id (2) | flags (2) | questions (2) | answers (2) | authorities (2) | additional (2) |
 *  | name: (length (1), label)*, 0 (1) | type (2) | class (2) |
 * </pre>
 */
final class DnsQuestion {
  static final int HEADER_BYTES = 12;
  static final int ID_MAX = 0xffff;

  private static final int NAME_BYTES_MAX = 255;
  private static final int LABEL_BYTES_MAX = 63;
  private static final int RECURSION_DESIRED = 0x01;
  private static final int CLASS_IN = 1;

  private final byte[] bytes;

  DnsQuestion(DnsCheck check) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        new byte[] {0, 0, (byte) (check.recursion() ? RECURSION_DESIRED : 0), 0, 0, 1, 0, 0, 0, 0});
    out.writeBytes(new byte[] {0, 0});
    for (String label : labels(check.query())) {
      out.write(label.length());
      out.writeBytes(label.getBytes(ISO_8859_1));
    }
    out.write(0);
    out.write(check.record().number() >> 8);
    out.write(check.record().number());
    out.write(CLASS_IN >> 8);
    out.write(CLASS_IN);
    bytes = out.toByteArray();
  }

  byte[] bytes(int id) {
    byte[] question = bytes.clone();
    question[0] = (byte) (id >> 8);
    question[1] = (byte) id;
    return question;
  }

  /** As TCP carries it (section 4.2.2). */
  byte[] bytesWithLength(int id) {
    byte[] question = bytes(id);
    byte[] framed = new byte[2 + question.length];
    framed[0] = (byte) (question.length >> 8);
    framed[1] = (byte) question.length;
    System.arraycopy(question, 0, framed, 2, question.length);
    return framed;
  }

  /** Where a message that repeats this question goes on; negative when it repeats another. */
  int repeatedIn(byte[] message) {
    if (message.length < bytes.length) {
      return -1;
    }
    for (int at = HEADER_BYTES; at < bytes.length; at++) {
      if (lower(bytes[at]) != lower(message[at])) {
        return -1;
      }
    }
    return bytes.length;
  }

  /** What is wrong with a name. */
  static Optional<String> complaint(String name) {
    if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      return Optional.of("must be a name of visible ASCII such as www.example.com, or \".\"");
    }
    String[] labels = labels(name);
    int bytes = 1;
    for (String label : labels) {
      if (label.isEmpty() || label.length() > LABEL_BYTES_MAX) {
        return Optional.of("must have 1..63 characters between its dots");
      }
      bytes += 1 + label.length();
    }
    return bytes > NAME_BYTES_MAX
        ? Optional.of("must not be longer than 253 characters")
        : Optional.empty();
  }

  private static String[] labels(String name) {
    String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return relative.isEmpty() && name.equals(".")
        ? new String[0]
        : Arrays.stream(relative.split("\\.", -1)).toArray(String[]::new);
  }

  private static int lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
  }
}
