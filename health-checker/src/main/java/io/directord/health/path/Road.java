package io.directord.health.path;

/** How segments of one kind leave this node. */
interface Road {
  /** Zero, or {@code -errno}. */
  int send(Segment segment);
}
