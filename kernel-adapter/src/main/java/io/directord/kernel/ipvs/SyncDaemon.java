package io.directord.kernel.ipvs;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A kernel thread that sends connections to the other director, or receives them.
 *
 * @param syncId 0..255; a receiver with 0 takes every sender's
 * @param maxBytes longest message; empty leaves it to the kernel
 * @param group multicast group; empty means 224.0.0.81
 * @param port UDP port; empty means 8848
 * @param ttl empty means 1
 */
public record SyncDaemon(
    Role role,
    String networkInterface,
    int syncId,
    Optional<Integer> maxBytes,
    Optional<InetAddress> group,
    Optional<Integer> port,
    Optional<Integer> ttl) {

  /** Which side of the synchronisation ({@code IP_VS_STATE_*}). */
  public enum Role {
    MASTER(1),
    BACKUP(2);

    private final int number;

    Role(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }

    public String text() {
      return this == MASTER ? "master" : "backup";
    }
  }

  /** {@code IP_VS_IFNAME_MAXLEN} with its closing NUL. */
  public static final int INTERFACE_BYTES_MAX = 15;

  public SyncDaemon {
    if (networkInterface.isEmpty() || networkInterface.length() > INTERFACE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "interface must have 1..15 characters, found \"" + networkInterface + "\"");
    }
    if (syncId < 0 || syncId > 255) {
      throw new IllegalArgumentException("sync id must be 0..255, found " + syncId);
    }
  }

  public static SyncDaemon of(Role role, String networkInterface, int syncId) {
    return new SyncDaemon(
        role,
        networkInterface,
        syncId,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether a running daemon is what this asks for: the kernel fills in all that was left open. */
  public boolean isMetBy(SyncDaemon running) {
    return role == running.role
        && networkInterface.equals(running.networkInterface)
        && syncId == running.syncId
        && (maxBytes.isEmpty() || maxBytes.equals(running.maxBytes))
        && (group.isEmpty() || group.equals(running.group))
        && (port.isEmpty() || port.equals(running.port))
        && (ttl.isEmpty() || ttl.equals(running.ttl));
  }

  String ipvsadm() {
    StringBuilder line =
        new StringBuilder(role.text())
            .append(" --mcast-interface ")
            .append(networkInterface)
            .append(" --syncid ")
            .append(syncId);
    maxBytes.ifPresent(bytes -> line.append(" --sync-maxlen ").append(bytes));
    group.ifPresent(
        address -> line.append(" --mcast-group ").append(NetUtil.toAddressString(address)));
    port.ifPresent(number -> line.append(" --mcast-port ").append(number));
    ttl.ifPresent(hops -> line.append(" --mcast-ttl ").append(hops));
    return line.toString();
  }
}
