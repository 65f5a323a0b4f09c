package io.directord.director.admin;

/**
 * Who is at the other end of a connection.
 *
 * @param control came by the control socket, and so may change things
 * @param uid the user's number, by the kernel's word ({@code SO_PEERCRED})
 */
record Caller(boolean control, int uid) {
  /** The number that no user has, {@code (uid_t) -1}. */
  static final int UNKNOWN = -1;

  /** Whoever reaches the HTTP port. */
  static final Caller READER = new Caller(false, UNKNOWN);
}
