package io.directord.kernel.link;

/** What the kernel knows of a neighbour ({@code NUD_*}, {@code linux/neighbour.h}). */
public enum NeighborState {
  NONE(0),
  INCOMPLETE(0x01),
  REACHABLE(0x02),
  STALE(0x04),
  DELAY(0x08),
  PROBE(0x10),
  FAILED(0x20),
  NO_ARP(0x40),
  PERMANENT(0x80);

  private final int bit;

  NeighborState(int bit) {
    this.bit = bit;
  }

  static NeighborState of(int bits) {
    for (NeighborState state : values()) {
      if (bits == state.bit) {
        return state;
      }
    }
    return NONE;
  }
}
