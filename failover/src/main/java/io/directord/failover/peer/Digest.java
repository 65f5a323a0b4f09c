package io.directord.failover.peer;

import java.util.HexFormat;

/** The first half of a SHA-256 of something that both nodes have. */
public record Digest(long high, long low) {
  public static final Digest NONE = new Digest(0, 0);

  public String text() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
