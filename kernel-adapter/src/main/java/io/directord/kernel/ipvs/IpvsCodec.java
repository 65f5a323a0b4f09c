package io.directord.kernel.ipvs;

import io.directord.kernel.Family;
import io.directord.kernel.netlink.MessageWriter;
import java.net.InetAddress;

/**
 * Changes and questions as messages of the generic netlink family {@code IPVS}, version 1 ({@code
 * linux/ip_vs.h}). Pure.
 *
 * <pre>
 *  | netlink header 16 | command | version | 0 0 | SERVICE { AF PROTOCOL ADDR PORT ... } | DEST { ... } |
 * </pre>
 */
final class IpvsCodec {
  static final String FAMILY_NAME = "IPVS";
  static final int VERSION = 1;

  static final int NEW_SERVICE = 1;
  static final int SET_SERVICE = 2;
  static final int DEL_SERVICE = 3;
  static final int GET_SERVICE = 4;
  static final int NEW_DEST = 5;
  static final int SET_DEST = 6;
  static final int DEL_DEST = 7;
  static final int GET_DEST = 8;
  static final int NEW_DAEMON = 9;
  static final int DEL_DAEMON = 10;
  static final int GET_DAEMON = 11;
  static final int SET_CONFIG = 12;
  static final int GET_CONFIG = 13;
  static final int GET_INFO = 15;
  static final int ZERO = 16;
  static final int FLUSH = 17;

  static final int ATTR_SERVICE = 1;
  static final int ATTR_DEST = 2;
  static final int ATTR_DAEMON = 3;
  static final int ATTR_TIMEOUT_TCP = 4;
  static final int ATTR_TIMEOUT_TCP_FIN = 5;
  static final int ATTR_TIMEOUT_UDP = 6;

  static final int SVC_AF = 1;
  static final int SVC_PROTOCOL = 2;
  static final int SVC_ADDR = 3;
  static final int SVC_PORT = 4;
  static final int SVC_FWMARK = 5;
  static final int SVC_SCHED_NAME = 6;
  static final int SVC_FLAGS = 7;
  static final int SVC_TIMEOUT = 8;
  static final int SVC_NETMASK = 9;
  static final int SVC_STATS = 10;
  static final int SVC_PE_NAME = 11;
  static final int SVC_STATS64 = 12;

  static final int DEST_ADDR = 1;
  static final int DEST_PORT = 2;
  static final int DEST_FWD_METHOD = 3;
  static final int DEST_WEIGHT = 4;
  static final int DEST_U_THRESH = 5;
  static final int DEST_L_THRESH = 6;
  static final int DEST_ACTIVE_CONNS = 7;
  static final int DEST_INACT_CONNS = 8;
  static final int DEST_PERSIST_CONNS = 9;
  static final int DEST_STATS = 10;
  static final int DEST_ADDR_FAMILY = 11;
  static final int DEST_STATS64 = 12;
  static final int DEST_TUN_TYPE = 13;
  static final int DEST_TUN_PORT = 14;
  static final int DEST_TUN_FLAGS = 15;

  static final int DAEMON_STATE = 1;
  static final int DAEMON_INTERFACE = 2;
  static final int DAEMON_SYNC_ID = 3;
  static final int DAEMON_MAXLEN = 4;
  static final int DAEMON_GROUP = 5;
  static final int DAEMON_GROUP6 = 6;
  static final int DAEMON_PORT = 7;
  static final int DAEMON_TTL = 8;

  static final int FLAG_PERSISTENT = 0x1;
  static final int FLAG_ONE_PACKET = 0x4;

  static final int FORWARD_MASK = 0x7;
  static final int FORWARD_MASQUERADE = 0;
  static final int FORWARD_LOCAL = 1;
  static final int FORWARD_TUNNEL = 2;
  static final int FORWARD_DIRECT = 3;

  static final int TUNNEL_IPIP = 0;
  static final int TUNNEL_GUE = 1;
  static final int TUNNEL_GRE = 2;

  /** Union nf_inet_addr: an IPv4 address is padded to the length of an IPv6 one. */
  private static final int ADDRESS_BYTES = 16;

  private static final int ALL_FLAGS = -1;

  private final int family;

  IpvsCodec(int family) {
    this.family = family;
  }

  /** Writes one change as one whole message. */
  void write(MessageWriter out, IpvsChange change, int sequence) {
    out.message(family, MessageWriter.FLAG_REQUEST, sequence).generic(command(change), VERSION);
    switch (change) {
      case IpvsChange.CreateService(var key, var spec) -> service(out, key, spec);
      case IpvsChange.UpdateService(var key, var spec) -> service(out, key, spec);
      case IpvsChange.DeleteService(var key) -> service(out, key);
      case IpvsChange.CreateServer(var key, var server, var spec) -> server(out, key, server, spec);
      case IpvsChange.UpdateServer(var key, var server, var spec) -> server(out, key, server, spec);
      case IpvsChange.DeleteServer(var key, var server) -> {
        service(out, key);
        out.nested(ATTR_DEST, () -> serverKey(out, server));
      }
      case IpvsChange.ZeroService(var key) -> service(out, key);
      case IpvsChange.ZeroAll(), IpvsChange.Flush() -> {}
      case IpvsChange.SetTimeouts(var timeouts) -> {
        out.u32(ATTR_TIMEOUT_TCP, timeouts.tcpSeconds());
        out.u32(ATTR_TIMEOUT_TCP_FIN, timeouts.tcpFinSeconds());
        out.u32(ATTR_TIMEOUT_UDP, timeouts.udpSeconds());
      }
      case IpvsChange.StartSyncDaemon(var daemon) -> daemon(out, daemon);
      case IpvsChange.StopSyncDaemon(var role) ->
          out.nested(ATTR_DAEMON, () -> out.u32(DAEMON_STATE, role.number()));
    }
    out.end();
  }

  private static int command(IpvsChange change) {
    return switch (change) {
      case IpvsChange.CreateService _ -> NEW_SERVICE;
      case IpvsChange.UpdateService _ -> SET_SERVICE;
      case IpvsChange.DeleteService _ -> DEL_SERVICE;
      case IpvsChange.CreateServer _ -> NEW_DEST;
      case IpvsChange.UpdateServer _ -> SET_DEST;
      case IpvsChange.DeleteServer _ -> DEL_DEST;
      case IpvsChange.ZeroService _, IpvsChange.ZeroAll _ -> ZERO;
      case IpvsChange.Flush _ -> FLUSH;
      case IpvsChange.SetTimeouts _ -> SET_CONFIG;
      case IpvsChange.StartSyncDaemon _ -> NEW_DAEMON;
      case IpvsChange.StopSyncDaemon _ -> DEL_DAEMON;
    };
  }

  /** Asks for every service. */
  void askServices(MessageWriter out, int sequence) {
    ask(out, GET_SERVICE, MessageWriter.FLAG_DUMP, sequence).end();
  }

  /** Asks for every server of one service. */
  void askServers(MessageWriter out, ServiceKey key, int sequence) {
    ask(out, GET_DEST, MessageWriter.FLAG_DUMP, sequence);
    service(out, key);
    out.end();
  }

  /** Asks for every sync daemon. */
  void askDaemons(MessageWriter out, int sequence) {
    ask(out, GET_DAEMON, MessageWriter.FLAG_DUMP, sequence).end();
  }

  /** Asks a question without arguments that has one answer. */
  void askOne(MessageWriter out, int command, int sequence) {
    ask(out, command, MessageWriter.FLAG_ACK, sequence).end();
  }

  private MessageWriter ask(MessageWriter out, int command, int flags, int sequence) {
    return out.message(family, MessageWriter.FLAG_REQUEST | flags, sequence)
        .generic(command, VERSION);
  }

  private static void service(MessageWriter out, ServiceKey key) {
    int nest = out.beginNest(ATTR_SERVICE);
    serviceKey(out, key);
    out.endNest(nest);
  }

  private static void service(MessageWriter out, ServiceKey key, ServiceSpec spec) {
    out.nested(
        ATTR_SERVICE,
        () -> {
          serviceKey(out, key);
          out.text(SVC_SCHED_NAME, spec.scheduler());
          spec.persistence()
              .flatMap(Persistence::engine)
              .ifPresent(engine -> out.text(SVC_PE_NAME, engine));
          // struct ip_vs_flags { flags, mask }: two words of four bytes
          out.pair(SVC_FLAGS, flags(spec), ALL_FLAGS);
          out.u32(SVC_TIMEOUT, spec.persistence().map(Persistence::timeoutSeconds).orElse(0));
          int prefix =
              spec.persistence().map(Persistence::prefixLength).orElse(key.family().hostPrefix());
          if (key.family() == Family.IPV4) {
            out.be32(SVC_NETMASK, Netmask.ofPrefix(prefix));
          } else {
            out.u32(SVC_NETMASK, prefix);
          }
        });
  }

  private static int flags(ServiceSpec spec) {
    int flags = spec.persistence().isPresent() ? FLAG_PERSISTENT : 0;
    flags |= spec.onePacket() ? FLAG_ONE_PACKET : 0;
    for (SchedulerFlag flag : spec.flags()) {
      flags |= flag.bit();
    }
    return flags;
  }

  private static void serviceKey(MessageWriter out, ServiceKey key) {
    out.u16(SVC_AF, key.family().number());
    switch (key) {
      case ServiceKey.Address(var protocol, var address, var port) -> {
        out.u16(SVC_PROTOCOL, protocol.number());
        address(out, SVC_ADDR, address);
        out.be16(SVC_PORT, port);
      }
      case ServiceKey.FirewallMark(var _, var mark) -> out.u32(SVC_FWMARK, mark);
    }
  }

  private static void server(MessageWriter out, ServiceKey key, ServerKey server, ServerSpec spec) {
    service(out, key);
    int nest = out.beginNest(ATTR_DEST);
    serverKey(out, server);
    forwarding(out, spec.forwarding());
    out.u32(DEST_WEIGHT, spec.weight());
    out.u32(DEST_U_THRESH, spec.upperThreshold());
    out.u32(DEST_L_THRESH, spec.lowerThreshold());
    out.endNest(nest);
  }

  private static void serverKey(MessageWriter out, ServerKey server) {
    out.u16(DEST_ADDR_FAMILY, Family.of(server.address()).number());
    address(out, DEST_ADDR, server.address());
    out.be16(DEST_PORT, server.port());
  }

  private static void forwarding(MessageWriter out, Forwarding forwarding) {
    int method =
        switch (forwarding) {
          case Forwarding.Masquerade() -> FORWARD_MASQUERADE;
          case Forwarding.Local() -> FORWARD_LOCAL;
          case Forwarding.Tunnel _ -> FORWARD_TUNNEL;
          case Forwarding.Direct() -> FORWARD_DIRECT;
        };
    out.u32(DEST_FWD_METHOD, method);
    if (forwarding instanceof Forwarding.Tunnel(var encapsulation)) {
      tunnel(out, encapsulation);
    }
  }

  private static void tunnel(MessageWriter out, Forwarding.Encapsulation encapsulation) {
    switch (encapsulation) {
      case Forwarding.Ipip() -> out.u8(DEST_TUN_TYPE, TUNNEL_IPIP);
      case Forwarding.Gre(var checksum) -> {
        out.u8(DEST_TUN_TYPE, TUNNEL_GRE);
        out.u16(DEST_TUN_FLAGS, checksum.flag());
      }
      case Forwarding.Gue(var port, var checksum) -> {
        out.u8(DEST_TUN_TYPE, TUNNEL_GUE);
        out.be16(DEST_TUN_PORT, port);
        out.u16(DEST_TUN_FLAGS, checksum.flag());
      }
    }
  }

  private static void daemon(MessageWriter out, SyncDaemon daemon) {
    out.nested(
        ATTR_DAEMON,
        () -> {
          out.u32(DAEMON_STATE, daemon.role().number());
          out.text(DAEMON_INTERFACE, daemon.networkInterface());
          out.u32(DAEMON_SYNC_ID, daemon.syncId());
          daemon.maxBytes().ifPresent(bytes -> out.u16(DAEMON_MAXLEN, bytes));
          daemon
              .group()
              .ifPresent(group -> {
                Family of = Family.of(group);
                int type = of == Family.IPV4 ? DAEMON_GROUP : DAEMON_GROUP6;
                out.bytes(type, group.getAddress(), of.addressBytes());
              });
          daemon.port().ifPresent(port -> out.u16(DAEMON_PORT, port)); // in the machine's order
          daemon.ttl().ifPresent(ttl -> out.u8(DAEMON_TTL, ttl));
        });
  }

  private static void address(MessageWriter out, int type, InetAddress address) {
    out.bytes(type, address.getAddress(), ADDRESS_BYTES);
  }
}
