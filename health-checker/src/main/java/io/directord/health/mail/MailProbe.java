package io.directord.health.mail;

import io.directord.health.Endpoint;
import io.directord.health.Probe;
import io.directord.health.transport.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** Connects, goes through its script, and hangs up with a reset after the farewell. */
final class MailProbe implements Probe {
  private final Endpoint endpoint;
  private final Script script;

  MailProbe(Endpoint endpoint, Script script) {
    this.endpoint = endpoint;
    this.script = script;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Conversation.open(loop, endpoint, new Led(new Talk(script)), report);
  }

  private record Led(Talk talk) implements Conversation.Dialogue {
    /** The server speaks first. */
    @Override
    public void connected(Conversation conversation) {}

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      while (goesOn(conversation, talk.read(bytes)) && bytes.isReadable()) {
        // One answer at a time: what comes behind the agreement to TLS must stay unread.
      }
    }

    @Override
    public void secured(Conversation conversation) {
      goesOn(conversation, talk.next());
    }

    /** Some servers take leave without a word. */
    @Override
    public void ended(Conversation conversation) {
      if (talk.isLeaving()) {
        conversation.success(talk.evidence(conversation.tlsVersion()));
      }
    }

    @Override
    public String stage() {
      return talk.stage();
    }

    private boolean goesOn(Conversation conversation, Talk.Turn turn) {
      switch (turn) {
        case Talk.Turn.Wait() -> {
          return true;
        }
        case Talk.Turn.Say(byte[] bytes) -> {
          conversation.send(bytes);
          return true;
        }
        case Talk.Turn.Encrypt() -> conversation.startTls();
        case Talk.Turn.Done() -> conversation.success(talk.evidence(conversation.tlsVersion()));
        case Talk.Turn.Failed failed -> conversation.failure(failed.kind(), failed.evidence());
      }
      return false;
    }
  }
}
