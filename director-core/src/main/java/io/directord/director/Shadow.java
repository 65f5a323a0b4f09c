package io.directord.director;

import java.util.Arrays;
import java.util.Optional;

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

  /** The one of this text. */
  public static Optional<Shadow> named(String text) {
    return Arrays.stream(values()).filter(shadow -> shadow.text().equals(text)).findFirst();
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
