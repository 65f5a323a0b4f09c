package io.directord.failover.wire;

/** Why a received advertisement is not believed. The name, in lower case, is the metric's label. */
public enum Rejection {
  TOO_SHORT,
  LENGTH,
  CHECKSUM,
  TTL,
  VERSION,
  TYPE,
  /** Not one of the virtual routers of this interface. */
  VRID,
  AUTHENTICATION_TYPE,
  AUTHENTICATION_FAILED,
  /** Signed, but old or seen before. */
  REPLAYED,
  /** Version 2: another interval than ours. */
  INTERVAL,
  /** Unicast where multicast is expected, or the other way round. */
  DESTINATION,
  /** Unicast from somebody who is no peer. */
  UNKNOWN_PEER,
  ADDRESS_COUNT,
  /** One of our own, come back. */
  OWN
}
