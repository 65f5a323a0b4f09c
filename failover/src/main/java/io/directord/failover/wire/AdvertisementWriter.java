package io.directord.failover.wire;

import io.directord.kernel.Family;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the advertisements of one virtual router. Confined to one thread. */
final class AdvertisementWriter {
  /** Destinations whose bytes are remembered. */
  private static final int DESTINATIONS_MAX = 256;

  private static final long CENTISECOND_NANOS = 10_000_000L;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int TOS_CONTROL = 0xC0;

  private final WireSettings settings;
  private final Proofs proofs;
  private final ChecksumForms forms;
  private final boolean ipv4;
  private final int at;
  private final int bytes;
  private final int wholeBytes;
  private final byte[] packet;
  private final Map<InetAddress, byte[]> destinations = new HashMap<>();
  private @Nullable InetAddress source;
  private byte[] sourceBytes = {};
  private int id;
  private long sum;

  AdvertisementWriter(
      WireSettings settings, List<InetAddress> carried, Proofs proofs, ChecksumForms forms) {
    this.settings = settings;
    this.proofs = proofs;
    this.forms = forms;
    this.ipv4 = settings.family() == Family.IPV4;
    this.at = (ipv4 ? Layout.IPV4_BYTES : 0) + (proofs.ah == null ? 0 : Layout.AH_BYTES);
    this.bytes = Layout.bytes(settings.family(), settings.version(), carried.size());
    boolean signed = proofs.hmac != null && proofs.hmac.signs();
    this.wholeBytes = at + bytes + (signed ? Layout.TRAILER_BYTES : 0);
    this.packet = new byte[wholeBytes];
    if (ipv4) {
      ipHeader();
    }
    advertisement(carried);
  }

  private void ipHeader() {
    packet[0] = 0x45;
    packet[Layout.IPV4_TOS] = (byte) TOS_CONTROL;
    Layout.put16(packet, Layout.IPV4_LENGTH, wholeBytes);
    packet[Layout.IPV4_TTL] = (byte) Layout.TTL;
    int protocol = proofs.ah == null ? Layout.PROTOCOL_VRRP : Layout.PROTOCOL_AH;
    packet[Layout.IPV4_PROTOCOL] = (byte) protocol;
  }

  private void advertisement(List<InetAddress> carried) {
    packet[at] = (byte) (settings.version() << 4 | Layout.TYPE_ADVERTISEMENT);
    packet[at + Layout.VRID] = (byte) settings.vrid();
    packet[at + Layout.COUNT] = (byte) carried.size();
    if (settings.version() == 2) {
      int type = Layout.authenticationType(settings.authentication());
      packet[at + Layout.AUTHENTICATION_TYPE] = (byte) type;
      packet[at + Layout.SECONDS] = (byte) interval(settings);
    } else {
      Layout.put16(packet, at + Layout.CENTISECONDS, interval(settings));
    }
    int next = at + Layout.ADDRESSES;
    for (InetAddress each : carried) {
      byte[] address = each.getAddress();
      System.arraycopy(address, 0, packet, next, address.length);
      next += address.length;
    }
    if (settings.version() == 2 && ipv4) {
      System.arraycopy(proofs.clear, 0, packet, next, proofs.clear.length);
    }
  }

  /** Seconds in version 2, hundredths of them in version 3. */
  static int interval(WireSettings settings) {
    long unit = settings.version() == 2 ? SECOND_NANOS : CENTISECOND_NANOS;
    return (int) (settings.intervalNanos() / unit);
  }

  static long nanos(int version, int interval) {
    return interval * (version == 2 ? SECOND_NANOS : CENTISECOND_NANOS);
  }

  /** What our packets have had for a source, or null. */
  @Nullable InetAddress source() {
    return source;
  }

  void begin(int priority, InetAddress from, long wallNanos) {
    if (!from.equals(source)) {
      source = from;
      sourceBytes = from.getAddress();
      if (ipv4) {
        System.arraycopy(sourceBytes, 0, packet, Layout.IPV4_SOURCE, sourceBytes.length);
      }
    }
    packet[at + Layout.PRIORITY] = (byte) priority;
    Layout.put16(packet, at + Layout.CHECKSUM, 0);
    if (ipv4) {
      id = id == 0xFFFF ? 1 : id + 1; // the kernel would fill in a number of its own for 0
      Layout.put16(packet, Layout.IPV4_ID, id);
    }
    if (proofs.ah != null) {
      proofs.ah.begin(packet, sourceBytes);
    }
    if (proofs.hmac != null && proofs.hmac.signs()) {
      proofs.hmac.write(packet, at, bytes, sourceBytes, wallNanos);
    }
    sum = InternetChecksum.sum(packet, at, bytes);
  }

  int write(InetAddress destination, ByteBuffer out) {
    if (source == null) {
      throw new IllegalStateException("no advertisement was begun");
    }
    if (ipv4) {
      address(bytesOf(destination), forms.of(destination));
    }
    out.clear().put(0, packet, 0, wholeBytes).limit(wholeBytes);
    return wholeBytes;
  }

  private void address(byte[] destination, ChecksumForms.Form form) {
    System.arraycopy(destination, 0, packet, Layout.IPV4_DESTINATION, destination.length);
    Layout.put16(packet, Layout.IPV4_CHECKSUM, 0);
    long header = InternetChecksum.sum(packet, 0, Layout.IPV4_BYTES);
    Layout.put16(packet, Layout.IPV4_CHECKSUM, InternetChecksum.of(header));
    long added =
        settings.version() == 2 ? 0 : ChecksumForms.added(form, sourceBytes, destination, bytes);
    Layout.put16(packet, at + Layout.CHECKSUM, InternetChecksum.of(sum + added));
    if (proofs.ah != null) {
      proofs.ah.sign(packet, wholeBytes);
    }
  }

  private byte[] bytesOf(InetAddress destination) {
    byte[] known = destinations.get(destination);
    if (known == null) {
      if (destinations.size() == DESTINATIONS_MAX) {
        destinations.clear();
      }
      known = destination.getAddress();
      destinations.put(destination, known);
    }
    return known;
  }
}
