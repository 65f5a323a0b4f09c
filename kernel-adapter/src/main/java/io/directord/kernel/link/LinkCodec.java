package io.directord.kernel.link;

import io.directord.kernel.netlink.InternetAddress;
import io.directord.kernel.netlink.MessageWriter;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Changes and questions as messages of rtnetlink ({@code linux/rtnetlink.h}, {@code
 * linux/if_addr.h}). Pure.
 *
 * <pre>
 *  struct ifaddrmsg:  | family | prefix length | flags | scope | link index (4) | attributes ...
 * </pre>
 */
final class LinkCodec {
  static final int NEW_LINK = 16;
  static final int DEL_LINK = 17;
  static final int GET_LINK = 18;
  static final int NEW_ADDRESS = 20;
  static final int DEL_ADDRESS = 21;
  static final int GET_ADDRESS = 22;
  static final int NEW_NEIGHBOR = 28;
  static final int DEL_NEIGHBOR = 29;
  static final int GET_NEIGHBOR = 30;

  static final int LINK_ADDRESS = 1;
  static final int LINK_NAME = 3;
  static final int LINK_MTU = 4;
  static final int LINK_INFO = 18;
  static final int LINK_INFO_KIND = 1;
  static final int LINK_EXT_MASK = 29;

  static final int ADDRESS_PEER = 1;
  static final int ADDRESS_LOCAL = 2;
  static final int ADDRESS_LABEL = 3;
  static final int ADDRESS_CACHE_INFO = 6;
  static final int ADDRESS_FLAGS = 8;
  static final int ADDRESS_PROTOCOL = 11;

  static final int NEIGHBOR_ADDRESS = 1;
  static final int NEIGHBOR_MAC = 2;

  static final int LINK_HEADER_BYTES = 16; // struct ifinfomsg
  static final int ADDRESS_HEADER_BYTES = 8; // struct ifaddrmsg
  static final int NEIGHBOR_HEADER_BYTES = 12; // struct ndmsg

  private static final int SKIP_STATISTICS = 8; // RTEXT_FILTER_SKIP_STATS
  private static final int FLAGS_IN_HEADER = 0xFF;

  private LinkCodec() {}

  /** Writes one change as one whole message. */
  static void write(MessageWriter out, AddressChange change, int sequence) {
    switch (change) {
      case AddressChange.AddAddress(int link, var _, var spec) -> {
        int flags = MessageWriter.FLAG_CREATE | MessageWriter.FLAG_EXCLUSIVE;
        add(out.message(NEW_ADDRESS, MessageWriter.FLAG_REQUEST | flags, sequence), link, spec);
      }
      case AddressChange.RenewAddress(int link, var _, var spec) -> {
        int flags = MessageWriter.FLAG_CREATE | MessageWriter.FLAG_REPLACE;
        add(out.message(NEW_ADDRESS, MessageWriter.FLAG_REQUEST | flags, sequence), link, spec);
      }
      case AddressChange.RemoveAddress(int link, var _, var address, int prefixLength) -> {
        out.message(DEL_ADDRESS, MessageWriter.FLAG_REQUEST, sequence)
            .fixed(header(address, prefixLength, 0, Scope.GLOBAL))
            .words(link);
        both(out, address);
      }
    }
    out.end();
  }

  private static void add(MessageWriter out, int link, AddressSpec spec) {
    int flags = spec.noDad() ? AddressFlag.NO_DAD.bit() : 0;
    flags |= spec.noPrefixRoute() ? AddressFlag.NO_PREFIX_ROUTE.bit() : 0;
    out.fixed(header(spec.address(), spec.prefixLength(), flags, spec.scope())).words(link);
    both(out, spec.address());
    spec.label().ifPresent(label -> out.text(ADDRESS_LABEL, label));
    if (flags > FLAGS_IN_HEADER) {
      out.u32(ADDRESS_FLAGS, flags);
    }
    if (spec.validSeconds() != AddressSpec.FOREVER
        || spec.preferredSeconds() != AddressSpec.FOREVER) {
      // struct ifa_cacheinfo: preferred, valid, and two times that the kernel fills in
      out.four(ADDRESS_CACHE_INFO, (int) spec.preferredSeconds(), (int) spec.validSeconds(), 0, 0);
    }
    spec.protocol().ifPresent(number -> out.u8(ADDRESS_PROTOCOL, number));
  }

  private static byte[] header(InetAddress address, int prefixLength, int flags, Scope scope) {
    int family =
        address instanceof Inet4Address ? InternetAddress.AF_INET : InternetAddress.AF_INET6;
    return new byte[] {(byte) family, (byte) prefixLength, (byte) flags, (byte) scope.number()};
  }

  /** Our own address, and the far end's, which is the same unless the link has only two ends. */
  private static void both(MessageWriter out, InetAddress address) {
    byte[] bytes = address.getAddress();
    out.bytes(ADDRESS_LOCAL, bytes, bytes.length).bytes(ADDRESS_PEER, bytes, bytes.length);
  }

  static void askLinks(MessageWriter out, int sequence) {
    ask(out, GET_LINK, LINK_HEADER_BYTES, sequence).u32(LINK_EXT_MASK, SKIP_STATISTICS).end();
  }

  static void askAddresses(MessageWriter out, int sequence) {
    ask(out, GET_ADDRESS, ADDRESS_HEADER_BYTES, sequence).end();
  }

  static void askNeighbors(MessageWriter out, int sequence) {
    ask(out, GET_NEIGHBOR, NEIGHBOR_HEADER_BYTES, sequence).end();
  }

  private static MessageWriter ask(MessageWriter out, int type, int headerBytes, int sequence) {
    return out.message(type, MessageWriter.FLAG_REQUEST | MessageWriter.FLAG_DUMP, sequence)
        .fixed(new byte[headerBytes]);
  }
}
