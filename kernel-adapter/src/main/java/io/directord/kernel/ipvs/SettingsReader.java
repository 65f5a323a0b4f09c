package io.directord.kernel.ipvs;

import io.directord.kernel.Family;
import io.directord.kernel.netlink.Attributes;
import io.directord.kernel.netlink.MalformedMessage;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Answers of the family {@code IPVS} that are about all of it: timeouts, daemons, version. Pure.
 */
final class SettingsReader {
  private SettingsReader() {}

  static Timeouts timeouts(ByteBuffer body) throws MalformedMessage {
    Attributes in = IpvsReader.attributes(body);
    int tcp = 0;
    int tcpFin = 0;
    int udp = 0;
    while (in.next()) {
      switch (in.type()) {
        case IpvsCodec.ATTR_TIMEOUT_TCP -> tcp = in.i32();
        case IpvsCodec.ATTR_TIMEOUT_TCP_FIN -> tcpFin = in.i32();
        case IpvsCodec.ATTR_TIMEOUT_UDP -> udp = in.i32();
        default -> {}
      }
    }
    try {
      return new Timeouts(tcp, tcpFin, udp);
    } catch (IllegalArgumentException impossible) {
      throw new MalformedMessage("timeouts: " + impossible.getMessage());
    }
  }

  static IpvsInfo info(ByteBuffer body) throws MalformedMessage {
    Attributes in = IpvsReader.attributes(body);
    long version = 0;
    long size = 0;
    while (in.next()) {
      switch (in.type()) {
        case 1 -> version = in.u32(); // IPVS_INFO_ATTR_VERSION
        case 2 -> size = in.u32(); // IPVS_INFO_ATTR_CONN_TAB_SIZE
        default -> {}
      }
    }
    String text = (version >> 16 & 255) + "." + (version >> 8 & 255) + "." + (version & 255);
    return new IpvsInfo(text, size);
  }

  static SyncDaemon daemon(ByteBuffer body) throws MalformedMessage {
    Attributes in = IpvsReader.nest(body, IpvsCodec.ATTR_DAEMON);
    SyncDaemon.Role role = SyncDaemon.Role.MASTER;
    String networkInterface = "";
    int id = 0;
    Optional<Integer> maxBytes = Optional.empty();
    Optional<InetAddress> group = Optional.empty();
    Optional<Integer> port = Optional.empty();
    Optional<Integer> ttl = Optional.empty();
    while (in.next()) {
      switch (in.type()) {
        case IpvsCodec.DAEMON_STATE ->
            role = in.i32() == 2 ? SyncDaemon.Role.BACKUP : SyncDaemon.Role.MASTER;
        case IpvsCodec.DAEMON_INTERFACE -> networkInterface = in.text();
        case IpvsCodec.DAEMON_SYNC_ID -> id = in.i32();
        case IpvsCodec.DAEMON_MAXLEN -> maxBytes = Optional.of(in.u16());
        case IpvsCodec.DAEMON_GROUP ->
            group = Optional.of(IpvsReader.address(Family.IPV4, in.bytes(4)));
        case IpvsCodec.DAEMON_GROUP6 ->
            group = Optional.of(IpvsReader.address(Family.IPV6, in.bytes(16)));
        case IpvsCodec.DAEMON_PORT -> port = Optional.of(in.u16());
        case IpvsCodec.DAEMON_TTL -> ttl = Optional.of(in.u8());
        default -> {}
      }
    }
    try {
      return new SyncDaemon(role, networkInterface, id, maxBytes, group, port, ttl);
    } catch (IllegalArgumentException impossible) {
      throw new MalformedMessage("sync daemon: " + impossible.getMessage());
    }
  }
}
