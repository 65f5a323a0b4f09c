package io.directord.health.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;

/** A server's words as evidence: short, on one line, printable. Pure. */
public final class Quotes {
  public static final int CHARS_MAX = 64;

  private Quotes() {}

  /** In quotation marks. */
  public static String of(CharSequence said) {
    return '"' + plain(said) + '"';
  }

  /** Without them; so none are in it, and what is not printable ASCII is a dot. */
  public static String plain(CharSequence said) {
    int length = Math.min(said.length(), CHARS_MAX);
    StringBuilder text = new StringBuilder(length + 1);
    for (int i = 0; i < length; i++) {
      text.append(printable(said.charAt(i)));
    }
    return text.append(said.length() > CHARS_MAX ? "…" : "").toString();
  }

  /** Of the readable bytes, which stay so. */
  public static String of(ByteBuf bytes) {
    int length = Math.min(bytes.readableBytes(), CHARS_MAX + 1);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) bytes.getUnsignedByte(bytes.readerIndex() + i));
    }
    return of(text);
  }

  public static String of(byte[] bytes) {
    return of(new String(bytes, ISO_8859_1));
  }

  private static char printable(char c) {
    return switch (c) {
      case '"' -> '\'';
      case '\t' -> ' ';
      default -> c < ' ' || c > '~' ? '.' : c;
    };
  }
}
