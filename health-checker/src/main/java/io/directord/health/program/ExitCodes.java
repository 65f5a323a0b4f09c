package io.directord.health.program;

/** What a program means by its exit status. */
public enum ExitCodes {
  /** 0 is up, anything else down. */
  PLAIN,
  /** As {@code MISC_CHECK}: where weights come from it, 2..255 are up, with that weight plus 2. */
  KEEPALIVED,
  /** 0 and 1 (warning) are up; 2 (critical), 3 (unknown) and anything else are down. */
  NAGIOS
}
