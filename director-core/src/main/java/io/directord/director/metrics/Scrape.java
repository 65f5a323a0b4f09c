package io.directord.director.metrics;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The text of one scrape, from the first page to the last. What is said of services is of the time
 * at which it was asked for, however slowly it is fetched. One thread's.
 */
public final class Scrape {
  private final Consumer<ByteBuf> meters;
  private final ServiceText services;
  private final Optional<BackendText> backends;
  private boolean begun;
  private boolean servicesDone;

  /**
   * @param meters writes those that are few
   * @param backends the table in another exporter's words, where somebody wants them
   */
  Scrape(Consumer<ByteBuf> meters, ServiceText services, Optional<BackendText> backends) {
    this.meters = meters;
    this.services = services;
    this.backends = backends;
  }

  /** Adds about a page; answers with whether there is more. */
  public boolean write(ByteBuf page) {
    if (!begun) {
      begun = true;
      meters.accept(page);
    }
    if (!servicesDone) {
      servicesDone = !services.write(page);
      return !servicesDone || backends.isPresent();
    }
    return backends.isPresent() && backends.get().write(page);
  }
}
