package io.directord.failover.peer;

import io.directord.failover.vrrp.Role;
import java.util.List;

/**
 * What a director tells of itself. Names of routers, services and servers are told as {@link
 * NameHash}, so that many fit into one datagram.
 *
 * @param node as it calls itself
 * @param ready its checks have spoken and its kernel is in step
 * @param configuration of all that the nodes of a pair should have in common
 * @param loadedSeconds since when that is in force: an age, for clocks differ
 * @param asStarted it is what the start had read, so that the age tells of the start only
 * @param generation as the node counts what it has taken over
 * @param verdicts of all servers
 * @param up servers that are up, of all
 * @param services those that are not wholly up first; what does not fit is cut off
 * @param serviceCount with those that were cut off
 */
public record Report(
    String node,
    String version,
    boolean ready,
    Digest configuration,
    long loadedSeconds,
    boolean asStarted,
    int generation,
    Digest verdicts,
    int up,
    int servers,
    List<RouterRole> routers,
    List<ServiceHealth> services,
    int serviceCount) {
  static final int NAME_BYTES_MAX = 64;
  static final int ROUTERS_MAX = 48;
  static final int DOWN_MAX = 8;

  public Report {
    routers = List.copyOf(routers);
    services = List.copyOf(services);
  }

  /** A virtual router, and what it is. */
  public record RouterRole(int router, Role role) {}

  /**
   * How many servers of a service are up.
   *
   * @param down the first of those that are not
   */
  public record ServiceHealth(int service, int up, int servers, List<Integer> down) {
    public ServiceHealth {
      down = List.copyOf(down);
    }

    boolean whole() {
      return up == servers;
    }
  }
}
