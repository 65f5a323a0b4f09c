package io.directord.health.path;

import java.net.InetAddress;

/**
 * How a probe of one virtual address goes.
 *
 * @param link by which it leaves, unless it is routed
 * @param source from which it comes
 * @param hears where its answers come in
 * @param ownSource an address of this node in the server's network
 * @param throughPeer the answers come by way of the other director, which has the virtual address
 */
record Journey(
    OwnLink link, InetAddress source, OwnLink hears, InetAddress ownSource, boolean throughPeer) {

  /** What comes of looking for one. */
  sealed interface Plan {
    record Found(Journey journey) implements Plan {}

    /** The server is this node: nothing goes over the network. */
    record Here() implements Plan {}

    /** This node cannot ask. */
    record Impossible(String why) implements Plan {}
  }
}
