package io.directord.failover.track;

import io.directord.kernel.KernelException;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.LinkEvent;
import io.directord.kernel.link.Links;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps up with the links of this host: hears of changes, and reads everything at the start and
 * whenever something may have been missed. Owned by the trackers' executor; what the kernel tells
 * is posted there.
 */
final class LinkWatcher {
  private static final Logger LOG = LoggerFactory.getLogger(LinkWatcher.class);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Loop loop;
  private final Links links;
  private final Runnable changed;
  private final LinkTable table = new LinkTable();
  private boolean reading;

  /** What is being read may be older than a change heard meanwhile. */
  private boolean stale;

  private boolean stopped;

  LinkWatcher(Loop loop, Links links, Runnable changed) {
    this.loop = loop;
    this.links = links;
    this.changed = changed;
  }

  /** On any thread. Listens before it reads. */
  void start() throws KernelException {
    links.listen(event -> loop.execute(() -> hear(event)));
    loop.execute(this::read);
  }

  void stop() {
    stopped = true;
  }

  Optional<Outcome> outcome(String name) {
    return table.outcome(name);
  }

  private void hear(LinkEvent event) {
    if (stopped) {
      return;
    }
    switch (event) {
      case LinkEvent.LinkChanged(Link link) -> {
        stale = true;
        table.change(link);
        changed.run();
      }
      case LinkEvent.LinkGone(Link link) -> {
        stale = true;
        table.remove(link);
        changed.run();
      }
      case LinkEvent.Lost _ -> {
        stale = true;
        read();
      }
      case LinkEvent.AddressChanged _,
          LinkEvent.AddressGone _,
          LinkEvent.NeighborChanged _,
          LinkEvent.NeighborGone _ -> {}
    }
  }

  private void read() {
    if (reading || stopped) {
      return;
    }
    reading = true;
    stale = false;
    links.links().whenComplete((all, trouble) -> loop.execute(() -> took(all, trouble)));
  }

  private void took(@Nullable List<Link> all, @Nullable Throwable trouble) {
    reading = false;
    if (stopped) {
      return;
    }
    if (all == null) {
      LOG.warn("event=links-unread because=\"{}\"", String.valueOf(trouble));
      loop.schedule(this::read, RETRY_NANOS);
      return;
    }
    if (stale) {
      read();
      return;
    }
    table.replace(all);
    changed.run();
  }
}
