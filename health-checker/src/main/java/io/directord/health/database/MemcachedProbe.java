package io.directord.health.database;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.transport.Conversation;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.Optional;

/** Asks for the version; then keeps something under a key, and fetches it. */
final class MemcachedProbe implements Probe {
  private static final String KEPT = "directord";
  private static final int KEPT_SECONDS = 60;

  private final Endpoint endpoint;
  private final String key;

  MemcachedProbe(Endpoint endpoint, MemcachedCheck check) {
    this.endpoint = endpoint;
    this.key = check.key();
  }

  /** What is waited for: each is one line. */
  private enum Step {
    VERSION("version"),
    STORED("set"),
    VALUE("get"),
    DATA("get"),
    END("get");

    private final String command;

    Step(String command) {
      this.command = command;
    }
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Conversation.open(loop, endpoint, new Exchange(), report);
  }

  private final class Exchange implements Conversation.Dialogue {
    private final Line line = new Line();
    private Step step = Step.VERSION;
    private String version = "";

    @Override
    public void connected(Conversation conversation) {
      send(conversation, "version\r\n");
    }

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      boolean more = true;
      while (more) {
        Optional<String> next = line.read(bytes);
        if (line.tooLong()) {
          conversation.failure(FailureKind.PROTOCOL, "not memcached: " + Quotes.of(line.begun()));
        }
        more = next.isPresent() && read(conversation, next.get());
      }
    }

    /** Returns whether a further line may follow at once. */
    private boolean read(Conversation conversation, String text) {
      switch (step) {
        case VERSION -> {
          if (!text.startsWith("VERSION ")) {
            return refused(conversation, text);
          }
          version = "memcached " + printable(text.substring("VERSION ".length()));
          if (key.isEmpty()) {
            conversation.success(version);
            return false;
          }
          step = Step.STORED;
          send(conversation, "set " + key + " 0 " + KEPT_SECONDS + " " + KEPT.length());
          send(conversation, "\r\n" + KEPT + "\r\n");
        }
        case STORED -> {
          if (!text.equals("STORED")) {
            return refused(conversation, text);
          }
          step = Step.VALUE;
          send(conversation, "get " + key + "\r\n");
        }
        case VALUE -> {
          if (text.equals("END")) {
            conversation.failure(
                FailureKind.BODY, "has lost at once what was kept under " + Quotes.of(key));
            return false;
          }
          if (!text.startsWith("VALUE " + key + " ")) {
            return refused(conversation, text);
          }
          step = Step.DATA;
        }
        case DATA -> {
          if (!text.equals(KEPT)) {
            conversation.failure(
                FailureKind.BODY,
                "keeps " + Quotes.of(text) + " under the key, expected " + Quotes.of(KEPT));
            return false;
          }
          step = Step.END;
        }
        case END -> {
          if (!text.equals("END")) {
            return refused(conversation, text);
          }
          conversation.success(version + ", set and get");
          return false;
        }
      }
      return true;
    }

    /** Its own words for trouble are {@code ERROR}, {@code CLIENT_ERROR} and the like. */
    private boolean refused(Conversation conversation, String text) {
      boolean error = text.startsWith("ERROR") || text.matches("(CLIENT|SERVER)_ERROR.*");
      boolean refusal = error || text.equals("NOT_STORED");
      conversation.failure(
          refusal ? FailureKind.STATUS : FailureKind.PROTOCOL,
          refusal
              ? "answered " + step.command + " with " + Quotes.of(text)
              : "not memcached: " + Quotes.of(text));
      return false;
    }

    @Override
    public String stage() {
      return "connected, waiting for the answer to " + step.command;
    }
  }

  private static String printable(String version) {
    String quoted = Quotes.of(version);
    return quoted.substring(1, quoted.length() - 1);
  }

  private static void send(Conversation conversation, String text) {
    conversation.send(text.getBytes(US_ASCII));
  }
}
