package io.directord.failover;

/** Gives routers a head start for their claims. Confined to the heartbeat. */
interface Vanguard extends AutoCloseable {
  /** Has it ready for these settings and interfaces. */
  void prepare(VirtualRouter router, LinkTable table);

  @Override
  default void close() {}
}
