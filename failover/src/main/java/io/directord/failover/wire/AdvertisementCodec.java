package io.directord.failover.wire;

import io.directord.failover.vrrp.Advertisement;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes and reads the packets of one virtual router. It remembers what a conversation needs:
 * sequence numbers, the peers' forms of checksum, the newest signatures. Confined to one thread. No
 * clock: times are arguments. Allocates nothing when it writes.
 */
public final class AdvertisementCodec {
  private final WireSettings settings;
  private final List<InetAddress> carried;
  private final AdvertisementWriter writer;
  private final AdvertisementReader reader;

  public AdvertisementCodec(WireSettings settings) {
    this.settings = settings;
    int carriedMax = Layout.addressesMax(settings);
    this.carried = settings.addresses().stream().limit(carriedMax).toList();
    Proofs proofs = new Proofs(settings);
    ChecksumForms forms = new ChecksumForms(settings.checksum(), settings.unicast());
    this.writer = new AdvertisementWriter(settings, carried, proofs, forms);
    this.reader = new AdvertisementReader(settings, carried, proofs, forms);
  }

  /**
   * Starts an advertisement: numbers and signs it once, for all its copies. IPv4: everything
   * including the IP header; IPv6: what follows the IP header, where the kernel fills in the
   * checksum.
   *
   * @param wallNanos since 1970, for the signature
   */
  public void begin(int priority, InetAddress source, long wallNanos) {
    writer.begin(priority, source, wallNanos);
  }

  /**
   * Writes the advertisement begun last to the buffer's start, sets its limit, and answers with its
   * bytes; as many as {@link WireSettings#mtu} at most. The check value of AH covers the
   * destination, and is made for each copy.
   */
  public int write(InetAddress destination, ByteBuffer packet) {
    return writer.write(destination, packet);
  }

  /**
   * Judges a packet. Never throws for what came from the wire.
   *
   * @param packet position..limit: IPv4 with the IP header, IPv6 without
   * @param hopLimit IPv6 only; for IPv4 it is in the header
   */
  public Reception read(
      ByteBuffer packet, InetAddress from, InetAddress to, int hopLimit, long wallNanos) {
    return reader.read(packet, from, to, hopLimit, wallNanos, writer.source());
  }

  /** The vrid of a packet, to find the codec for it; -1 when it is too short to have one. */
  public static int vrid(ByteBuffer packet, boolean ipv4) {
    int at = packet.position();
    if (ipv4) {
      if (packet.remaining() < Layout.IPV4_BYTES) {
        return -1;
      }
      boolean ah = packet.get(at + Layout.IPV4_PROTOCOL) == Layout.PROTOCOL_AH;
      at += (packet.get(at) & 0xF) * 4 + (ah ? Layout.AH_BYTES : 0);
    }
    return at + Layout.VRID < packet.limit()
        ? Byte.toUnsignedInt(packet.get(at + Layout.VRID))
        : -1;
  }

  /**
   * Whether a packet that has a vrid looks like an advertisement of some virtual router, whose
   * rules nobody here knows. Allocates nothing.
   */
  public static boolean resembles(ByteBuffer packet, boolean ipv4) {
    int at = packet.position();
    if (ipv4) {
      if (packet.remaining() < Layout.IPV4_BYTES) {
        return false;
      }
      boolean ah = packet.get(at + Layout.IPV4_PROTOCOL) == Layout.PROTOCOL_AH;
      at += (packet.get(at) & 0xF) * 4;
      if (ah) {
        if (at >= packet.limit() || packet.get(at) != Layout.PROTOCOL_VRRP) {
          return false; // of IPsec
        }
        at += Layout.AH_BYTES;
      }
    }
    if (packet.limit() - at < Layout.ADDRESSES || packet.get(at + Layout.VRID) == 0) {
      return false;
    }
    int version = Byte.toUnsignedInt(packet.get(at)) >> 4;
    return (version == 2 || version == 3) && (packet.get(at) & 0xF) == Layout.TYPE_ADVERTISEMENT;
  }

  /** What ours would say, for comparison and status. */
  public Advertisement own(int priority) {
    int interval = AdvertisementWriter.interval(settings);
    long nanos = AdvertisementWriter.nanos(settings.version(), interval);
    return new Advertisement(settings.version(), settings.vrid(), priority, nanos, carried);
  }
}
