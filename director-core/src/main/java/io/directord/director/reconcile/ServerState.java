package io.directord.director.reconcile;

/** What a real server is doing, as status, metrics and logs name it. */
public enum ServerState {
  /** Its checks have not spoken yet. */
  UNKNOWN,
  UP,
  DOWN,
  /** Takes no new connections, on request. */
  DRAINING,
  /** Out of service, on request. */
  DISABLED,
  /** Up again, on its way to its weight. */
  STARTING;

  public String text() {
    return switch (this) {
      case UNKNOWN -> "unknown";
      case UP -> "up";
      case DOWN -> "down";
      case DRAINING -> "draining";
      case DISABLED -> "disabled";
      case STARTING -> "starting";
    };
  }
}
