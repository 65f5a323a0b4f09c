package io.directord.failover.peer;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** A name in four bytes, the same on each node. Whoever has the name knows it again. Pure. */
public final class NameHash {
  private NameHash() {}

  public static int of(String name) {
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    return (int) sum.getValue();
  }
}
