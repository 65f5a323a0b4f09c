package io.directord.failover.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How the routers of one virtual router prove themselves to each other. Keys are secret bytes: they
 * are compared by what they hold, and never printed. Pure.
 */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Authentication {
  record None() implements Authentication {}

  /** The clear-text password of version 2, at most 8 bytes (RFC 2338 section 5.3.6). */
  record Pass(byte[] password) implements Authentication {
    @Override
    public boolean equals(Object other) {
      return other instanceof Pass(var others) && Arrays.equals(password, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(password);
    }

    @Override
    public String toString() {
      return "Pass";
    }
  }

  /** The IP authentication header of version 2, HMAC-MD5-96 (RFC 2338 section 5.3.6). */
  record Ah(byte[] password) implements Authentication {
    @Override
    public boolean equals(Object other) {
      return other instanceof Ah(var others) && Arrays.equals(password, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(password);
    }

    @Override
    public String toString() {
      return "Ah";
    }
  }

  /**
   * The trailer of keepalived's {@code auth_hmac}.
   *
   * @param activeKey of those, the one to sign with
   * @param windowNanos how far a sender's clock may be off; 0: three intervals, at least 5 s
   */
  record Hmac(Map<Integer, byte[]> keys, int activeKey, Mode mode, long windowNanos)
      implements Authentication {
    /** What becomes of advertisements that are not signed, and whether ours are. */
    public enum Mode {
      /** Signed and only signed. */
      ENFORCE,
      /** We sign; unsigned ones are accepted, wrongly signed ones are not. */
      PERMISSIVE,
      /** We do not sign yet; both are accepted, wrongly signed ones are not. */
      RECEIVE_ONLY
    }

    public Hmac {
      keys = Map.copyOf(new TreeMap<>(keys));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Hmac hmac
          && hmac.activeKey == activeKey
          && hmac.mode == mode
          && hmac.windowNanos == windowNanos
          && content(hmac.keys).equals(content(keys));
    }

    @Override
    public int hashCode() {
      return content(keys).hashCode();
    }

    @Override
    public String toString() {
      return "Hmac[keys=" + keys.keySet() + ", activeKey=" + activeKey + ", mode=" + mode + "]";
    }

    private static Map<Integer, ByteBuffer> content(Map<Integer, byte[]> keys) {
      return keys.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, each -> ByteBuffer.wrap(each.getValue())));
    }
  }
}
