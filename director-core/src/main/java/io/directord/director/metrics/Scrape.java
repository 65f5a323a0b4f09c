package io.directord.director.metrics;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/**
 * The text of one scrape, from the first page to the last. What is said of services is of the time
 * at which it was asked for, however slowly it is fetched. One thread's.
 */
public final class Scrape {
  private final Consumer<ByteBuf> meters;
  private final ServiceText services;
  private boolean begun;

  /**
   * @param meters writes those that are few
   */
  Scrape(Consumer<ByteBuf> meters, ServiceText services) {
    this.meters = meters;
    this.services = services;
  }

  /** Adds about a page; answers with whether there is more. */
  public boolean write(ByteBuf page) {
    if (!begun) {
      begun = true;
      meters.accept(page);
    }
    return services.write(page);
  }
}
