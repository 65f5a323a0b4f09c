package io.directord.failover;

/** Gives routers a head start for their claims. Confined to the heartbeat. */
interface Vanguard extends AutoCloseable {
  /** Has it ready for these settings and interfaces. */
  void prepare(VirtualRouter router, LinkTable table);

  /** It is gone; another may have its name. */
  default void forget(VirtualRouter router) {}

  @Override
  default void close() {}
}
