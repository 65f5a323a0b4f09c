package io.directord.health.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.transport.Conversation;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Connects, goes through its steps, and hangs up with a reset. */
final class TcpProbe implements Probe {
  private final Endpoint endpoint;
  private final List<Step> steps;
  private final Map<Step, Pattern> patterns = new HashMap<>();

  TcpProbe(Endpoint endpoint, List<Step> steps) {
    this.endpoint = endpoint;
    this.steps = steps;
    for (Step step : steps) {
      if (step instanceof Step.ExpectMatch expected) {
        patterns.put(step, expected.pattern());
      }
    }
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Conversation.open(loop, endpoint, new Talk(), report);
  }

  private final class Talk implements Conversation.Dialogue {
    private final Heard heard = new Heard();
    private int done;
    private String last = "";
    private boolean finishing;

    @Override
    public void connected(Conversation conversation) {
      if (steps.isEmpty() && conversation.awaitsJudgement()) {
        // By TLS 1.3, the server says only after our last word whether our certificate will do.
        finishing = true;
        conversation.finish();
      } else {
        goOn(conversation);
      }
    }

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      if (finishing) {
        conversation.success(evidence(conversation));
        return;
      }
      boolean over = false;
      while (bytes.isReadable() && !over) {
        heard.read(bytes);
        over = goOn(conversation);
      }
    }

    @Override
    public void ended(Conversation conversation) {
      if (finishing) {
        conversation.success(evidence(conversation));
      } else if (!heard.isEmpty()) {
        conversation.failure(
            FailureKind.BODY,
            "connection closed, expected " + awaited() + ", found " + heard.quote());
      }
    }

    @Override
    public String stage() {
      if (finishing) {
        return "connected, waiting for the server to take our certificate";
      }
      return "connected, waiting for "
          + awaited()
          + (heard.isEmpty() ? "" : ", found " + heard.quote());
    }

    /** Returns whether this was the end of it. */
    private boolean goOn(Conversation conversation) {
      for (; done < steps.size(); done++) {
        switch (find(conversation, steps.get(done))) {
          case Heard.Search.Found() -> {}
          case Heard.Search.NotYet() -> {
            return false;
          }
          case Heard.Search.Hopeless(var why) -> {
            conversation.failure(FailureKind.BODY, "expected " + awaited() + ", found " + why);
            return true;
          }
        }
      }
      conversation.success(evidence(conversation));
      return true;
    }

    private Heard.Search find(Conversation conversation, Step step) {
      return switch (step) {
        case Step.Send(var bytes) -> {
          conversation.send(bytes.getBytes(ISO_8859_1));
          yield new Heard.Search.Found();
        }
        case Step.Expect expected -> {
          last = Quotes.of(expected.bytes());
          yield heard.find(expected);
        }
        case Step.ExpectMatch expected -> {
          last = "regex " + Quotes.of(expected.regex());
          yield heard.find(Objects.requireNonNull(patterns.get(expected)));
        }
      };
    }

    private String awaited() {
      return last.isEmpty() ? "the next step" : last;
    }

    private String evidence(Conversation conversation) {
      String how = conversation.tlsVersion().isEmpty() ? "connected" : conversation.tlsVersion();
      return last.isEmpty() ? how : how + ", found " + last;
    }
  }
}
