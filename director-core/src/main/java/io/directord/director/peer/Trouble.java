package io.directord.director.peer;

/** A way in which another director is not as it should be; what comes first is told first. */
enum Trouble {
  NAME,
  SILENT,
  DEAF,
  CONFIGURATION,
  HEALTH;

  String text() {
    return switch (this) {
      case NAME -> "name";
      case SILENT -> "silent";
      case DEAF -> "deaf";
      case CONFIGURATION -> "configuration";
      case HEALTH -> "health";
    };
  }
}
