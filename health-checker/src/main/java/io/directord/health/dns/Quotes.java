package io.directord.health.dns;

/** Words of a server, as they may stand in evidence. Pure. */
final class Quotes {
  private static final int CHARS_MAX = 64;

  private Quotes() {}

  /** Without what cannot be printed, and not too long. */
  static String of(String words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words.length() && i < CHARS_MAX; i++) {
      char c = words.charAt(i);
      text.append(c < ' ' || c > '~' ? '.' : c);
    }
    return text.toString();
  }
}
