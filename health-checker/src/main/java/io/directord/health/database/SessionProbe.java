package io.directord.health.database;

import io.directord.health.Endpoint;
import io.directord.health.Probe;
import io.directord.health.transport.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.function.Supplier;

/** Lets a {@link Session} speak with a server. */
final class SessionProbe implements Probe {
  private final Endpoint endpoint;
  private final Supplier<Session> sessions;

  SessionProbe(Endpoint endpoint, Supplier<Session> sessions) {
    this.endpoint = endpoint;
    this.sessions = sessions;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    Exchange exchange = new Exchange(loop, sessions.get(), report);
    return new Led(Conversation.open(loop, endpoint, exchange, report), exchange);
  }

  /** With a computation that ends when nobody waits for it any more. */
  private record Led(Attempt conversation, Exchange exchange) implements Attempt {
    @Override
    public String stage() {
      return conversation.stage();
    }

    @Override
    public boolean waitsForUs() {
      return conversation.waitsForUs();
    }

    @Override
    public void cancel() {
      exchange.over = true;
      conversation.cancel();
    }
  }

  private static final class Exchange implements Conversation.Dialogue {
    private final EventLoop loop;
    private final Session session;
    private final Report report;
    private boolean over;

    Exchange(EventLoop loop, Session session, Report report) {
      this.loop = loop;
      this.session = session;
      this.report = report;
    }

    @Override
    public void connected(Conversation conversation) {
      byte[] opening = session.opening();
      if (opening.length > 0) {
        conversation.send(opening);
      }
    }

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      boolean more = true;
      while (more && !over) {
        more = make(conversation, session.read(bytes));
      }
    }

    @Override
    public void secured(Conversation conversation) {
      conversation.send(session.secured());
    }

    @Override
    public void ended(Conversation conversation) {
      over = true;
    }

    @Override
    public String stage() {
      return session.stage();
    }

    /** Returns whether what has been received may hold more. */
    private boolean make(Conversation conversation, Move move) {
      switch (move) {
        case Move.More() -> {
          return false;
        }
        case Move.Send(var bytes) -> {
          conversation.send(bytes);
          return true;
        }
        case Move.StartTls(var before) -> {
          conversation.send(before);
          conversation.startTls();
        }
        case Move.Done(var farewell, var what) -> {
          over = true;
          conversation.send(farewell);
          conversation.success(what);
        }
        case Move.Fail(var kind, var why) -> {
          over = true;
          conversation.failure(kind, why);
        }
        case Move.Compute compute -> loop.execute(() -> compute(conversation, compute));
      }
      return false;
    }

    private void compute(Conversation conversation, Move.Compute compute) {
      if (over) {
        return;
      }
      try {
        // Whatever the server says meanwhile, it says too early: the session knows.
        make(conversation, compute.slice().get());
      } catch (Throwable bug) {
        over = true;
        conversation.cancel();
        report.bug(bug);
      }
    }
  }
}
