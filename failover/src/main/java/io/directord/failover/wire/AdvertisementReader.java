package io.directord.failover.wire;

import io.directord.failover.vrrp.Advertisement;
import io.directord.failover.wire.Reception.Oddity;
import io.directord.kernel.Family;
import io.directord.kernel.netlink.InternetAddress;
import io.directord.kernel.netlink.MalformedMessage;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges the packets that may be advertisements of one virtual router, rule by rule: what is wrong
 * with the form comes first, then who proves to be whom, then what is said. What a packet teaches
 * (numbers, stamps, the checksum's form) is noted when nothing is wrong with it, and in the case of
 * numbers and stamps when its proof was right. Confined to one thread.
 */
final class AdvertisementReader {
  private static final int HEADER_WORDS_MIN = 5;

  private final WireSettings settings;
  private final List<InetAddress> carried;
  private final Proofs proofs;
  private final ChecksumForms forms;
  private final boolean ipv4;
  private final byte[] ownAddresses;
  private final byte[] packet = new byte[Layout.PACKET_BYTES_MAX];

  // of the packet that is being judged
  private int ah;
  private int at;
  private int end;
  private int bytes;
  private boolean signed;
  private ChecksumForms.@Nullable Form heardForm;

  AdvertisementReader(
      WireSettings settings, List<InetAddress> carried, Proofs proofs, ChecksumForms forms) {
    this.settings = settings;
    this.carried = carried;
    this.proofs = proofs;
    this.forms = forms;
    this.ipv4 = settings.family() == Family.IPV4;
    int each = settings.family().addressBytes();
    this.ownAddresses = new byte[carried.size() * each];
    for (int i = 0; i < carried.size(); i++) {
      System.arraycopy(carried.get(i).getAddress(), 0, ownAddresses, i * each, each);
    }
  }

  /** A rule that was broken, in words. */
  private record Flaw(Rejection why, String evidence) {}

  Reception read(
      ByteBuffer received,
      InetAddress from,
      InetAddress to,
      int hopLimit,
      long wallNanos,
      @Nullable InetAddress self) {
    heardForm = null;
    Flaw flaw = form(received, hopLimit);
    flaw = flaw != null ? flaw : notOwn(from, self);
    flaw = flaw != null ? flaw : proof(from, wallNanos);
    flaw = flaw != null ? flaw : content();
    flaw = flaw != null ? flaw : way(from, to);
    flaw = flaw != null ? flaw : checksum(from, to);
    return flaw != null
        ? new Reception.Rejected(from, flaw.why(), flaw.evidence())
        : accepted(from, to);
  }

  /** Finds the advertisement in the packet, and whether it is one. */
  private @Nullable Flaw form(ByteBuffer received, int hopLimit) {
    int there = received.remaining();
    if (there > packet.length) {
      return new Flaw(Rejection.LENGTH, there + " bytes, at most " + packet.length);
    }
    received.get(received.position(), packet, 0, there);
    at = 0;
    ah = -1;
    end = there;
    int hops = hopLimit;
    if (ipv4) {
      Flaw flaw = ipHeader(there);
      if (flaw != null) {
        return flaw;
      }
      hops = Layout.u8(packet, Layout.IPV4_TTL);
    }
    if (end - at < Layout.ADDRESSES) {
      return new Flaw(Rejection.TOO_SHORT, "advertisement of " + (end - at) + " bytes");
    }
    if (!settings.unicast() && hops != Layout.TTL) {
      return new Flaw(Rejection.TTL, "TTL " + hops + ", expected 255: it came through a router");
    }
    int version = Layout.u8(packet, at) >> 4;
    if (version != settings.version()) {
      return new Flaw(Rejection.VERSION, "version " + version + ", expected " + settings.version());
    }
    return length();
  }

  private @Nullable Flaw ipHeader(int there) {
    if (there < Layout.IPV4_BYTES) {
      return new Flaw(Rejection.TOO_SHORT, "packet of " + there + " bytes");
    }
    int header = (packet[0] & 0xF) * 4;
    end = Layout.u16(packet, Layout.IPV4_LENGTH);
    if (Layout.u8(packet, 0) >> 4 != 4 || header < HEADER_WORDS_MIN * 4 || header > end) {
      return new Flaw(Rejection.LENGTH, "IP header of " + header + " bytes in a packet of " + end);
    }
    if (end > there) {
      return new Flaw(Rejection.LENGTH, there + " bytes of a packet of " + end);
    }
    at = header;
    int protocol = Layout.u8(packet, Layout.IPV4_PROTOCOL);
    int expected = proofs.ah == null ? Layout.PROTOCOL_VRRP : Layout.PROTOCOL_AH;
    if (protocol != expected) {
      return new Flaw(
          Rejection.AUTHENTICATION_TYPE, "IP protocol " + protocol + ", expected " + expected);
    }
    if (proofs.ah != null) {
      if (end - at < Layout.AH_BYTES) {
        return new Flaw(Rejection.TOO_SHORT, "authentication header cut off");
      }
      ah = at;
      at += Layout.AH_BYTES;
    }
    return null;
  }

  /** Padding behind IPv4 packets has been left out by the IP length; there is no other slack. */
  private @Nullable Flaw length() {
    int count = Layout.u8(packet, at + Layout.COUNT);
    bytes = Layout.bytes(settings.family(), settings.version(), count);
    int there = end - at;
    signed = proofs.hmac != null && there == bytes + Layout.TRAILER_BYTES;
    if (there != bytes && !signed) {
      String hint =
          there == bytes + Layout.TRAILER_BYTES ? "; it seems to be signed (auth_hmac)" : "";
      return new Flaw(
          Rejection.LENGTH, there + " bytes, " + count + " addresses take " + bytes + hint);
    }
    return null;
  }

  private static @Nullable Flaw notOwn(InetAddress from, @Nullable InetAddress self) {
    return from.equals(self)
        ? new Flaw(Rejection.OWN, "sent from " + NetUtil.toAddressString(from) + " as ours are")
        : null;
  }

  private @Nullable Flaw proof(InetAddress from, long wallNanos) {
    if (proofs.hmac != null) {
      Flaw flaw = trailer(proofs.hmac, from, wallNanos);
      if (flaw != null) {
        return flaw;
      }
    }
    return settings.version() == 2 ? version2() : null;
  }

  private @Nullable Flaw trailer(HmacTrailer hmac, InetAddress from, long wallNanos) {
    if (!signed) {
      return hmac.acceptsUnsigned()
          ? null
          : new Flaw(Rejection.AUTHENTICATION_TYPE, "not signed, which is enforced");
    }
    Optional<String> flaw = hmac.flaw(packet, at, bytes, from.getAddress());
    if (flaw.isPresent()) {
      return new Flaw(Rejection.AUTHENTICATION_FAILED, flaw.get());
    }
    return hmac.replay(packet, at + bytes, from, wallNanos)
        .map(words -> new Flaw(Rejection.REPLAYED, words))
        .orElse(null);
  }

  private @Nullable Flaw version2() {
    int type = Layout.u8(packet, at + Layout.AUTHENTICATION_TYPE);
    int expected = Layout.authenticationType(settings.authentication());
    if (type != expected) {
      return new Flaw(
          Rejection.AUTHENTICATION_TYPE, "authentication " + type + ", expected " + expected);
    }
    if (expected == 1 && !proofs.clearMatches(packet, at + bytes - Layout.AUTHENTICATION_BYTES)) {
      return new Flaw(Rejection.AUTHENTICATION_FAILED, "another password than ours");
    }
    return proofs.ah == null ? null : header(proofs.ah);
  }

  private @Nullable Flaw header(AhHeader header) {
    if (Layout.u8(packet, ah) != Layout.PROTOCOL_VRRP
        || Layout.u8(packet, ah + 1) != Layout.AH_WORDS
        || !header.matches(packet, ah, end)) {
      return new Flaw(Rejection.AUTHENTICATION_FAILED, "the check value of AH does not match");
    }
    int sequence = Layout.i32(packet, ah + Layout.AH_SEQUENCE);
    if (!header.isNewer(sequence)) {
      return new Flaw(
          Rejection.REPLAYED,
          "sequence "
              + Integer.toUnsignedString(sequence)
              + ", newer than "
              + Integer.toUnsignedString(header.sequence())
              + " was expected");
    }
    if (ipHeaderRight()) {
      header.heard(sequence);
    }
    return null;
  }

  private @Nullable Flaw content() {
    int interval = interval();
    int own = AdvertisementWriter.interval(settings);
    if (settings.version() == 2 && interval != own) {
      return new Flaw(Rejection.INTERVAL, "interval " + interval + " s, ours is " + own + " s");
    }
    if (interval == 0) {
      return new Flaw(Rejection.INTERVAL, "an interval of nothing");
    }
    int type = packet[at] & 0xF;
    if (type != Layout.TYPE_ADVERTISEMENT) {
      return new Flaw(Rejection.TYPE, "type " + type + ", expected 1");
    }
    if (ipv4 && !ipHeaderRight()) {
      return new Flaw(Rejection.CHECKSUM, "the checksum of the IP header is wrong");
    }
    int vrid = Layout.u8(packet, at + Layout.VRID);
    if (vrid != settings.vrid()) {
      return new Flaw(Rejection.VRID, "vrid " + vrid + ", expected " + settings.vrid());
    }
    return Layout.u8(packet, at + Layout.COUNT) == 0
        ? new Flaw(Rejection.ADDRESS_COUNT, "no addresses, at least 1 is required")
        : null;
  }

  private @Nullable Flaw way(InetAddress from, InetAddress to) {
    if (to.isMulticastAddress() == settings.unicast()) {
      return new Flaw(
          Rejection.DESTINATION,
          "sent to " + NetUtil.toAddressString(to) + (settings.unicast() ? ", not to us" : ""));
    }
    return settings.unicast() && !settings.peers().contains(from)
        ? new Flaw(Rejection.UNKNOWN_PEER, NetUtil.toAddressString(from) + " is no peer")
        : null;
  }

  private boolean ipHeaderRight() {
    int header = ah >= 0 ? ah : at;
    return InternetChecksum.folded(InternetChecksum.sum(packet, 0, header)) == 0xFFFF;
  }

  private @Nullable Flaw checksum(InetAddress from, InetAddress to) {
    heardForm = checksumForm(from, to);
    return heardForm == null
        ? new Flaw(Rejection.CHECKSUM, "the checksum is wrong in " + tried())
        : null;
  }

  /** The form in which the checksum is right, ours first; null when there is none. */
  private ChecksumForms.@Nullable Form checksumForm(InetAddress from, InetAddress to) {
    if (!ipv4) {
      return ChecksumForms.Form.PSEUDO_HEADER; // the kernel drops what is wrong
    }
    long sum = InternetChecksum.sum(packet, at, bytes);
    if (settings.version() == 2) {
      return InternetChecksum.folded(sum) == 0xFFFF ? ChecksumForms.Form.NOTHING : null;
    }
    ChecksumForms.Form before = forms.of(settings.unicast() ? from : to);
    if (right(before, sum)) {
      return before;
    }
    for (ChecksumForms.Form each : ChecksumForms.Form.values()) {
      if (forms.accepts(each) && right(each, sum)) {
        return each;
      }
    }
    return null;
  }

  /** Source and destination are those of the packet, whatever the caller says. */
  private boolean right(ChecksumForms.Form form, long sum) {
    byte[] source = Arrays.copyOfRange(packet, Layout.IPV4_SOURCE, Layout.IPV4_DESTINATION);
    byte[] destination = Arrays.copyOfRange(packet, Layout.IPV4_DESTINATION, Layout.IPV4_BYTES);
    long added = ChecksumForms.added(form, source, destination, bytes);
    return InternetChecksum.folded(sum + added) == 0xFFFF;
  }

  private String tried() {
    if (settings.version() == 2) {
      return "version 2";
    }
    return switch (settings.checksum()) {
      case LEARNED -> "each form";
      case WITH_PSEUDO_HEADER -> "the form with a pseudo header";
      case WITHOUT_PSEUDO_HEADER -> "the form without a pseudo header";
    };
  }

  private Reception accepted(InetAddress from, InetAddress to) {
    Set<Oddity> oddities = EnumSet.noneOf(Oddity.class);
    List<InetAddress> addresses = addresses();
    if (!addresses.equals(carried)) {
      oddities.add(Oddity.ADDRESSES_DIFFER);
    }
    if (interval() != AdvertisementWriter.interval(settings)) {
      oddities.add(Oddity.INTERVAL_DIFFERS);
    }
    if (ipv4
        && settings.version() == 3
        && heardForm != null
        && forms.heard(settings.unicast() ? from : to, heardForm)) {
      oddities.add(Oddity.CHECKSUM_FORM);
    }
    if (proofs.hmac != null && !signed) {
      oddities.add(Oddity.UNSIGNED);
    }
    Advertisement advertisement =
        new Advertisement(
            settings.version(),
            settings.vrid(),
            Layout.u8(packet, at + Layout.PRIORITY),
            AdvertisementWriter.nanos(settings.version(), interval()),
            addresses);
    return new Reception.Accepted(from, advertisement, oddities);
  }

  private int interval() {
    return settings.version() == 2
        ? Layout.u8(packet, at + Layout.SECONDS)
        : Layout.u16(packet, at + Layout.CENTISECONDS) & Layout.CENTISECONDS_MAX;
  }

  /** Our own list where it says the same, or what it says. */
  private List<InetAddress> addresses() {
    int each = settings.family().addressBytes();
    int first = at + Layout.ADDRESSES;
    int last = first + Layout.u8(packet, at + Layout.COUNT) * each;
    if (Arrays.equals(packet, first, last, ownAddresses, 0, ownAddresses.length)) {
      return carried;
    }
    List<InetAddress> addresses = new ArrayList<>();
    try {
      for (int next = first; next < last; next += each) {
        addresses.add(InternetAddress.of(Arrays.copyOfRange(packet, next, next + each)));
      }
    } catch (MalformedMessage impossible) {
      throw new IllegalStateException(impossible);
    }
    return addresses;
  }
}
