package io.directord.health.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.transport.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.Optional;

/** Connects, goes through its script, and hangs up with a reset after the farewell. */
final class MailProbe implements Probe {
  private final Endpoint endpoint;
  private final Script script;
  private final Optional<String> trouble;

  /**
   * @param trouble why nobody can be asked
   */
  MailProbe(Endpoint endpoint, Script script, Optional<String> trouble) {
    this.endpoint = endpoint;
    this.script = script;
    this.trouble = trouble;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Conversation.open(loop, endpoint, new Led(new Talk(script), trouble), report);
  }

  private record Led(Talk talk, Optional<String> trouble) implements Conversation.Dialogue {
    /** The server speaks first. */
    @Override
    public void connected(Conversation conversation) {
      trouble.ifPresent(why -> conversation.failure(FailureKind.LOCAL, why));
    }

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
        case Talk.Turn.Say(String line) -> {
          conversation.send(line.getBytes(ISO_8859_1));
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
