package io.directord.health.datagram;

/** Words of a server, as they may stand in evidence. Pure. */
final class Words {
  static final int QUOTE_CHARS_MAX = 64;

  private Words() {}

  /** At most the first 64 bytes, with a dot for what cannot be printed. */
  static String quote(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = from; i < to && i - from < QUOTE_CHARS_MAX; i++) {
      char c = (char) (bytes[i] & 0xff);
      text.append(c < ' ' || c > '~' || c == '"' ? '.' : c);
    }
    return text.append('"').toString();
  }

  static String quote(byte[] bytes) {
    return quote(bytes, 0, bytes.length);
  }
}
