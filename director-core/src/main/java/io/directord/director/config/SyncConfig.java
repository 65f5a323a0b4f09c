package io.directord.director.config;

import java.net.InetAddress;
import java.util.OptionalInt;

/**
 * The kernel's connection synchronisation, {@code ipvsadm --start-daemon}.
 *
 * @param id syncs apart on one network; only equal ids hear each other
 * @param backupOnly when {@code net.ipv4.vs.backup_only} is set
 * @param maxLength of a message in bytes; absent means what the interface carries
 */
public record SyncConfig(
    String interfaceName,
    int id,
    Mode mode,
    BackupOnly backupOnly,
    OptionalInt maxLength,
    InetAddress group,
    int port,
    int ttl) {
  public static final int ID = 0;
  public static final String GROUP = "224.0.0.81";
  public static final int PORT = 8848;
  public static final int TTL = 1;
  public static final int MAX_LENGTH_MAX = 65_507;

  /** Which of the two daemons runs. */
  public enum Mode {
    /** Master while every virtual router of this node is active, else backup. */
    FOLLOW,
    BOTH,
    MASTER,
    BACKUP
  }

  /**
   * Whether the kernel balances nothing while a backup daemon runs, {@code sysctl_backup_only} in
   * {@code net/ip_vs.h}.
   */
  public enum BackupOnly {
    /** Where a real server is this node itself. */
    AUTO,
    ALWAYS,
    /** The kernel's setting is left alone. */
    NEVER
  }

  public SyncConfig {
    Names.requireInterface("interface", interfaceName);
    if (!group.isMulticastAddress()) {
      throw new IllegalArgumentException(
          "group must be a multicast address, found " + Addresses.text(group));
    }
  }
}
