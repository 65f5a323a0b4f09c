package io.directord.failover.peer;

/** Why a datagram was not believed. */
public enum Rejection {
  MALFORMED,
  /** Signed with another key, or changed on its way. */
  SIGNATURE,
  /** Heard before. */
  REPLAY,
  /** It does not show that it was made of late; so the first ones of each run. */
  UNPROVEN,
  /** More nodes than are remembered. */
  CROWD,
  /** More in a second than are looked at. */
  FLOOD
}
