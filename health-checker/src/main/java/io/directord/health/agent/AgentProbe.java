package io.directord.health.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.transport.Conversation;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** Reads one line. One without its end may be the beginning of another, and is not judged. */
final class AgentProbe implements Probe {
  private final Endpoint endpoint;
  private final byte[] request;

  AgentProbe(Endpoint endpoint, AgentCheck check) {
    this.endpoint = endpoint;
    this.request = check.send().getBytes(UTF_8);
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Conversation.open(loop, endpoint, new Exchange(), report);
  }

  private final class Exchange implements Conversation.Dialogue {
    private final StringBuilder line = new StringBuilder();

    @Override
    public void connected(Conversation conversation) {
      if (request.length > 0) {
        conversation.send(request);
      }
    }

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      while (bytes.isReadable()) {
        char next = (char) (bytes.readByte() & 0xff);
        if (next == '\n' || next == '\r') {
          judge(conversation);
          return;
        }
        if (line.length() == AgentAnswer.CHARACTERS_MAX) {
          conversation.failure(
              FailureKind.PROTOCOL,
              "a line of more than " + AgentAnswer.CHARACTERS_MAX + " bytes: " + shown());
          return;
        }
        line.append(next);
      }
    }

    @Override
    public String stage() {
      return line.isEmpty() ? "waiting for the agent's word" : "waiting for the end of the line";
    }

    private void judge(Conversation conversation) {
      switch (AgentAnswer.of(line.toString())) {
        case AgentAnswer.Up(var advice, var unknown) ->
            conversation.success(
                "agent says "
                    + shown()
                    + unknown
                        .map(word -> ", of which " + Quotes.of(word) + " is not known")
                        .orElse(""),
                advice);
        case AgentAnswer.Down(var word, var reason) ->
            conversation.failure(
                FailureKind.STATUS,
                "agent says " + word + (reason.isEmpty() ? "" : ": " + Quotes.plain(reason)));
        case AgentAnswer.Nothing() ->
            conversation.failure(FailureKind.PROTOCOL, "the agent says nothing: an empty line");
      }
    }

    private String shown() {
      return Quotes.of(line.toString().strip());
    }
  }
}
