package io.directord.kernel.ipvs;

import io.directord.kernel.Family;
import io.directord.kernel.netlink.Attributes;
import io.directord.kernel.netlink.InternetAddress;
import io.directord.kernel.netlink.MalformedMessage;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the generic netlink family {@code IPVS} as values; attributes that a newer kernel adds
 * are passed over. Pure.
 */
final class IpvsReader {
  private static final int GENERIC_HEADER_BYTES = 4;

  private IpvsReader() {}

  record Service(ServiceKey key, ServiceSpec spec, Counters counters) {}

  record Server(ServerKey key, ObservedServer server) {}

  static Service service(ByteBuffer body) throws MalformedMessage {
    Attributes in = nest(body, IpvsCodec.ATTR_SERVICE);
    Family family = Family.IPV4;
    @Nullable Protocol protocol = null;
    byte[] address = {};
    int port = 0;
    long mark = 0;
    String scheduler = "";
    int flags = 0;
    int timeout = 0;
    int netmaskBig = 0;
    long netmask = 0;
    Optional<String> engine = Optional.empty();
    Counters counters = Counters.ZERO;
    boolean wide = false;
    while (in.next()) {
      switch (in.type()) {
        case IpvsCodec.SVC_AF -> family = family(in.u16());
        case IpvsCodec.SVC_PROTOCOL -> protocol = protocol(in.u16());
        case IpvsCodec.SVC_ADDR -> address = in.bytes(16);
        case IpvsCodec.SVC_PORT -> port = in.be16();
        case IpvsCodec.SVC_FWMARK -> mark = in.u32();
        case IpvsCodec.SVC_SCHED_NAME -> scheduler = in.text();
        case IpvsCodec.SVC_FLAGS -> flags = in.i32();
        case IpvsCodec.SVC_TIMEOUT -> timeout = in.i32();
        case IpvsCodec.SVC_NETMASK -> {
          netmaskBig = in.be32();
          netmask = in.u32();
        }
        case IpvsCodec.SVC_PE_NAME -> engine = Optional.of(in.text());
        case IpvsCodec.SVC_STATS -> counters = wide ? counters : counters(in.nested(), false);
        case IpvsCodec.SVC_STATS64 -> {
          counters = counters(in.nested(), true);
          wide = true;
        }
        default -> {}
      }
    }
    try {
      ServiceKey key =
          protocol == null
              ? new ServiceKey.FirewallMark(family, mark)
              : new ServiceKey.Address(protocol, address(family, address), port);
      int prefix = family == Family.IPV4 ? Netmask.prefixOf(netmaskBig) : (int) netmask;
      return new Service(key, spec(scheduler, flags, timeout, prefix, engine), counters);
    } catch (IllegalArgumentException impossible) {
      throw new MalformedMessage("service: " + impossible.getMessage());
    }
  }

  /** What other programs wrote may lie outside what we allow: shown is the nearest we know. */
  private static ServiceSpec spec(
      String scheduler, int flags, int timeout, int prefix, Optional<String> engine) {
    Optional<Persistence> persistence =
        (flags & IpvsCodec.FLAG_PERSISTENT) == 0
            ? Optional.empty()
            : Optional.of(
                new Persistence(Math.max(1, timeout), Math.clamp(prefix, 1, 128), engine));
    Set<SchedulerFlag> schedulerFlags = EnumSet.noneOf(SchedulerFlag.class);
    for (SchedulerFlag flag : SchedulerFlag.values()) {
      if ((flags & flag.bit()) != 0) {
        schedulerFlags.add(flag);
      }
    }
    boolean onePacket = (flags & IpvsCodec.FLAG_ONE_PACKET) != 0;
    return new ServiceSpec(scheduler, schedulerFlags, persistence, onePacket);
  }

  /** Kernels before 3.18 do not say a server's family: it is then the service's. */
  static Server server(ByteBuffer body, Family serviceFamily) throws MalformedMessage {
    Attributes in = nest(body, IpvsCodec.ATTR_DEST);
    Family family = serviceFamily;
    byte[] address = {};
    int port = 0;
    int method = 0;
    int weight = 0;
    int upper = 0;
    int lower = 0;
    int tunnelType = 0;
    int tunnelPort = 0;
    int tunnelFlags = 0;
    long active = 0;
    long inactive = 0;
    long persistent = 0;
    Counters counters = Counters.ZERO;
    boolean wide = false;
    while (in.next()) {
      switch (in.type()) {
        case IpvsCodec.DEST_ADDR_FAMILY -> family = family(in.u16());
        case IpvsCodec.DEST_ADDR -> address = in.bytes(16);
        case IpvsCodec.DEST_PORT -> port = in.be16();
        case IpvsCodec.DEST_FWD_METHOD -> method = in.i32();
        case IpvsCodec.DEST_WEIGHT -> weight = in.i32();
        case IpvsCodec.DEST_U_THRESH -> upper = in.i32();
        case IpvsCodec.DEST_L_THRESH -> lower = in.i32();
        case IpvsCodec.DEST_TUN_TYPE -> tunnelType = in.u8();
        case IpvsCodec.DEST_TUN_PORT -> tunnelPort = in.be16();
        case IpvsCodec.DEST_TUN_FLAGS -> tunnelFlags = in.u16();
        case IpvsCodec.DEST_ACTIVE_CONNS -> active = in.u32();
        case IpvsCodec.DEST_INACT_CONNS -> inactive = in.u32();
        case IpvsCodec.DEST_PERSIST_CONNS -> persistent = in.u32();
        case IpvsCodec.DEST_STATS -> counters = wide ? counters : counters(in.nested(), false);
        case IpvsCodec.DEST_STATS64 -> {
          counters = counters(in.nested(), true);
          wide = true;
        }
        default -> {}
      }
    }
    try {
      Forwarding forwarding = forwarding(method, tunnelType, tunnelPort, tunnelFlags);
      // As with services, the nearest value that we know.
      int shownWeight = Math.clamp(weight, 0, ServerSpec.WEIGHT_MAX);
      int shownUpper = Math.max(0, upper);
      int shownLower = Math.clamp(lower, 0, shownUpper);
      ServerSpec spec = new ServerSpec(forwarding, shownWeight, shownUpper, shownLower);
      return new Server(
          new ServerKey(address(family, address), port),
          new ObservedServer(spec, active, inactive, persistent, counters));
    } catch (IllegalArgumentException impossible) {
      throw new MalformedMessage("server: " + impossible.getMessage());
    }
  }

  private static Forwarding forwarding(int method, int type, int port, int flags) {
    return switch (method & IpvsCodec.FORWARD_MASK) {
      case IpvsCodec.FORWARD_MASQUERADE -> Forwarding.MASQUERADE;
      case IpvsCodec.FORWARD_TUNNEL -> new Forwarding.Tunnel(encapsulation(type, port, flags));
      case IpvsCodec.FORWARD_DIRECT -> Forwarding.DIRECT;
      default -> Forwarding.LOCAL;
    };
  }

  private static Forwarding.Encapsulation encapsulation(int type, int port, int flags) {
    Forwarding.TunnelChecksum checksum =
        switch (flags & 3) {
          case 1 -> Forwarding.TunnelChecksum.FULL;
          case 2 -> Forwarding.TunnelChecksum.REMOTE;
          default -> Forwarding.TunnelChecksum.NONE;
        };
    return switch (type) {
      case IpvsCodec.TUNNEL_GUE -> new Forwarding.Gue(port, checksum);
      case IpvsCodec.TUNNEL_GRE ->
          new Forwarding.Gre(
              checksum == Forwarding.TunnelChecksum.REMOTE
                  ? Forwarding.TunnelChecksum.NONE
                  : checksum);
      default -> new Forwarding.Ipip();
    };
  }

  /**
   * {@code IPVS_STATS_ATTR_*}: 1 to 10; of these only the bytes have 64 bits in the narrow form.
   */
  private static Counters counters(Attributes in, boolean wide) throws MalformedMessage {
    long[] values = new long[11];
    while (in.next()) {
      int type = in.type();
      if (type >= 1 && type <= 10) {
        boolean bytes = type == 4 || type == 5;
        values[type] = wide || bytes ? in.u64() : in.u32();
      }
    }
    return new Counters(
        values[1],
        values[2],
        values[3],
        values[4],
        values[5],
        values[6],
        values[7],
        values[8],
        values[9],
        values[10]);
  }

  /** The attributes behind the generic header. */
  static Attributes attributes(ByteBuffer body) throws MalformedMessage {
    if (body.remaining() < GENERIC_HEADER_BYTES) {
      throw new MalformedMessage("no generic header in " + body.remaining() + " bytes");
    }
    return new Attributes(
        body.slice(body.position() + GENERIC_HEADER_BYTES, body.remaining() - GENERIC_HEADER_BYTES)
            .order(body.order()));
  }

  /** The attributes inside the one of this type. */
  static Attributes nest(ByteBuffer body, int type) throws MalformedMessage {
    Attributes in = attributes(body);
    while (in.next()) {
      if (in.type() == type) {
        return in.nested();
      }
    }
    throw new MalformedMessage("no attribute " + type);
  }

  private static Family family(int number) throws MalformedMessage {
    for (Family family : Family.values()) {
      if (family.number() == number) {
        return family;
      }
    }
    throw new MalformedMessage("address family " + number);
  }

  private static Protocol protocol(int number) throws MalformedMessage {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.number() == number) {
        return protocol;
      }
    }
    throw new MalformedMessage("protocol " + number);
  }

  static InetAddress address(Family family, byte[] bytes) throws MalformedMessage {
    if (bytes.length < family.addressBytes()) {
      throw new MalformedMessage("address of " + bytes.length + " bytes");
    }
    return InternetAddress.of(Arrays.copyOf(bytes, family.addressBytes()));
  }
}
