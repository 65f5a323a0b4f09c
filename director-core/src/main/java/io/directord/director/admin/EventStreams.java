package io.directord.director.admin;

import io.directord.director.journal.Journal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives the events of the journal to those who listen: as server-sent events (WHATWG HTML, section
 * 9.2), read only. On the admin loop; the disk is read elsewhere.
 */
public final class EventStreams {
  static final String PATH = "/api/v1/events";

  /** Each costs a connection, a buffer and a timer. */
  static final int LISTENERS_MAX = 32;

  /**
   * How patient it is.
   *
   * @param heartbeat between two signs of life where nothing happens
   * @param stalled a listener that takes nothing for so long is dropped
   */
  record Patience(Duration heartbeat, Duration stalled) {
    static final Patience NORMAL = new Patience(Duration.ofSeconds(15), Duration.ofSeconds(30));
  }

  private final Journal journal;
  private final Executor disk;
  private final Patience patience;
  private final AtomicInteger listeners = new AtomicInteger();

  public EventStreams(Journal journal, Executor disk) {
    this(journal, disk, Patience.NORMAL);
  }

  EventStreams(Journal journal, Executor disk, Patience patience) {
    this.journal = journal;
    this.disk = disk;
    this.patience = patience;
  }

  /** Begins to answer, without end; or answers with a refusal. */
  Optional<Answer> open(ChannelHandlerContext ctx, HttpRequest request) {
    Optional<EventRequest> wanted = EventRequest.of(request);
    if (wanted.isEmpty()) {
      return Optional.of(
          Answer.problem(
              400,
              "since, and Last-Event-ID, are the number of an event; follow is true or false"));
    }
    if (listeners.incrementAndGet() > LISTENERS_MAX) {
      listeners.decrementAndGet();
      return Optional.of(
          Answer.problem(
              503, LISTENERS_MAX + " others follow the events already; try again when one left"));
    }
    EventStream stream = new EventStream(journal, disk, patience, wanted.get(), request);
    ctx.channel().closeFuture().addListener(_ -> listeners.decrementAndGet());
    ctx.pipeline().remove(RequestClock.class); // who listens says nothing
    ctx.pipeline().replace(AdminHandler.class, "events", stream);
    return Optional.empty();
  }

  /** How many listen. */
  int listeners() {
    return listeners.get();
  }
}
