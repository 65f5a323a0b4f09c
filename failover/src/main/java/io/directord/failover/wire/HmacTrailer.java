package io.directord.failover.wire;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trailer of keepalived's {@code auth_hmac}: signed are a pseudo header with the source, the
 * advertisement with a checksum of zero, and the trailer with a signature of zeros; not the
 * destination, so that all unicast copies are alike.
 *
 * <p>A packet is no replay when its stamp is within the window of our clock, and newer than the
 * last one of its sender. Our own stamps never go back: while our clock is behind the last of them,
 * they go on by their smallest step, as long as that stays within the window. When a sender's clock
 * steps back without such care, it is not believed until it has caught up, at most a window long.
 * Confined to one thread.
 */
final class HmacTrailer {
  /** Senders whose last stamp is remembered; each of them has a key. */
  static final int SENDERS_MAX = 256;

  private static final int TYPE = 1;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long WINDOW_MIN_NANOS = 5 * SECOND_NANOS;
  private static final int WINDOW_INTERVALS = 3;
  private static final byte[] ZEROS = new byte[Layout.TRAILER_CHECK_BYTES];

  private final Authentication.Hmac settings;
  private final long windowNanos;
  private final Map<Integer, Signature> signatures = new HashMap<>();
  private final @Nullable Signature active;
  private final byte[] pseudo = new byte[20];
  private final Map<InetAddress, Long> stamps = new HashMap<>();
  private long own;

  HmacTrailer(Authentication.Hmac settings, long intervalNanos) {
    this.settings = settings;
    this.windowNanos =
        settings.windowNanos() > 0
            ? settings.windowNanos()
            : Math.max(WINDOW_INTERVALS * intervalNanos, WINDOW_MIN_NANOS);
    settings.keys().forEach((id, key) -> signatures.put(id, Signature.ofTrailer(key)));
    this.active = signatures.get(settings.activeKey());
    if (active == null && signs()) {
      throw new IllegalArgumentException("there is no key " + settings.activeKey());
    }
  }

  boolean signs() {
    return settings.mode() != Authentication.Hmac.Mode.RECEIVE_ONLY;
  }

  boolean acceptsUnsigned() {
    return settings.mode() != Authentication.Hmac.Mode.ENFORCE;
  }

  /** Writes the trailer behind an advertisement whose checksum is still zero. */
  void write(byte[] packet, int at, int bytes, byte[] source, long wallNanos) {
    if (active == null) {
      throw new IllegalStateException("nothing to sign with");
    }
    int trailer = at + bytes;
    long stamp = stamp(wallNanos) | (own + 1 & 0xFFFF);
    boolean behind = Long.compareUnsigned(stamp, own) <= 0;
    own = behind && nanos(own) - nanos(stamp) <= windowNanos ? own + 1 : stamp;
    packet[trailer] = TYPE;
    packet[trailer + 1] = (byte) settings.activeKey();
    Layout.put64(packet, trailer + Layout.TRAILER_STAMP, own);
    feed(active, packet, at, bytes, source).write(packet, trailer + Layout.TRAILER_CHECK);
  }

  /** Whether the trailer is ours by its form, its key and its signature; else what is wrong. */
  Optional<String> flaw(byte[] packet, int at, int bytes, byte[] source) {
    int trailer = at + bytes;
    if (packet[trailer] != TYPE || Layout.u16(packet, trailer + 2) != 0) {
      return Optional.of("unknown kind of signature, type " + packet[trailer]);
    }
    int key = Layout.u8(packet, trailer + 1);
    Signature signature = signatures.get(key);
    if (signature == null) {
      return Optional.of("signed with key " + key + ", which is not known here");
    }
    return feed(signature, packet, at, bytes, source)
            .matches(packet, trailer + Layout.TRAILER_CHECK)
        ? Optional.empty()
        : Optional.of("the signature with key " + key + " does not match");
  }

  /** Why a packet that is signed well is old, if it is. Notes its stamp if not. */
  Optional<String> replay(byte[] packet, int trailer, InetAddress from, long wallNanos) {
    long stamp = Layout.i64(packet, trailer + Layout.TRAILER_STAMP);
    long ahead = nanos(stamp) - wallNanos;
    if (Math.abs(ahead) > windowNanos) {
      return Optional.of(
          "its clock is "
              + Math.abs(ahead) / 1_000_000
              + " ms "
              + (ahead > 0 ? "ahead of" : "behind")
              + " ours, at most "
              + windowNanos / 1_000_000
              + " ms are allowed");
    }
    Long last = stamps.get(from);
    if (last != null && Long.compareUnsigned(stamp, last) <= 0) {
      return Optional.of("its stamp is no newer than the last one of this sender");
    }
    if (last == null && stamps.size() >= SENDERS_MAX) {
      // What is outside the window is refused without being remembered.
      stamps.values().removeIf(each -> wallNanos - nanos(each) > windowNanos);
      if (stamps.size() >= SENDERS_MAX) {
        return Optional.of("more than " + SENDERS_MAX + " senders at once");
      }
    }
    stamps.put(from, stamp);
    return Optional.empty();
  }

  private Signature feed(Signature signature, byte[] packet, int at, int bytes, byte[] source) {
    pseudo[0] = (byte) (source.length == 4 ? 4 : 6);
    pseudo[1] = (byte) (Layout.u8(packet, at) >> 4);
    pseudo[2] = packet[at + Layout.VRID];
    System.arraycopy(source, 0, pseudo, 4, source.length);
    return signature
        .feed(pseudo, 0, pseudo.length)
        .feed(packet, at, Layout.CHECKSUM)
        .feed(ZEROS, 0, 2)
        .feed(packet, at + Layout.ADDRESSES, bytes - Layout.ADDRESSES)
        .feed(packet, at + bytes, Layout.TRAILER_CHECK)
        .feed(ZEROS, 0, ZEROS.length);
  }

  /** Seconds, 1/65536 of them, and a counter of zero. */
  private static long stamp(long wallNanos) {
    long seconds = Math.floorDiv(wallNanos, SECOND_NANOS);
    long fraction = (Math.floorMod(wallNanos, SECOND_NANOS) << 16) / SECOND_NANOS;
    return seconds << 32 | fraction << 16;
  }

  private static long nanos(long stamp) {
    long fraction = stamp >>> 16 & 0xFFFF;
    return (stamp >>> 32) * SECOND_NANOS + ((fraction * SECOND_NANOS) >> 16);
  }
}
