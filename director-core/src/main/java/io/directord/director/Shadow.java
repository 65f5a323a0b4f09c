package io.directord.director;

/** How much of a director only looks on: decides and shows, but changes nothing. */
public enum Shadow {
  NONE,
  /** The IPVS table is somebody else's; virtual routers take part. */
  IPVS,
  ALL;

  boolean ofIpvs() {
    return this != NONE;
  }

  boolean ofRouters() {
    return this == ALL;
  }

  /** As in the command line and the log. */
  public String text() {
    return switch (this) {
      case NONE -> "none";
      case IPVS -> "ipvs";
      case ALL -> "all";
    };
  }
}
