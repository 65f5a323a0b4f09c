package io.directord.health;

/** What a server or program said, as evidence shows it. Pure. */
public final class Quote {
  public static final int CHARACTERS_MAX = 64;

  private Quote() {}

  /** Without what could end a line or colour a terminal, and not longer than the limit. */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder();
    String stripped = text.strip();
    for (int n = 0; n < stripped.length() && n < CHARACTERS_MAX; n++) {
      char each = stripped.charAt(n);
      boolean visible = each >= ' ' && each <= '~' && each != '"';
      shown.append(visible ? each : each == '"' ? '\'' : each == '\t' ? ' ' : '?');
    }
    return stripped.length() > CHARACTERS_MAX ? shown + "..." : shown.toString();
  }
}
