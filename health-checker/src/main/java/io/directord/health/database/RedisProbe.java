package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.database.RespReply.Item;
import io.directord.health.transport.Conversation;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Says AUTH where there is a password, then PING, then ROLE where it matters. */
final class RedisProbe implements Probe {
  private static final byte[] PING = command("PING".getBytes(UTF_8));
  private static final byte[] ROLE = command("ROLE".getBytes(UTF_8));

  private final Endpoint endpoint;
  private final RedisCheck check;

  RedisProbe(Endpoint endpoint, RedisCheck check) {
    this.endpoint = endpoint;
    this.check = check;
  }

  private enum Step {
    AUTH,
    PING,
    ROLE
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Conversation.open(loop, endpoint, new Exchange(), report);
  }

  private final class Exchange implements Conversation.Dialogue {
    private Step step = Step.PING;
    private RespReply reply = new RespReply();

    @Override
    public void connected(Conversation conversation) {
      if (check.credentials().hasPassword()) {
        step = Step.AUTH;
        conversation.send(auth());
      } else {
        conversation.send(PING);
      }
    }

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      switch (reply.read(bytes)) {
        case RespReply.Progress.More() -> {}
        case RespReply.Progress.Malformed(var why) ->
            conversation.failure(FailureKind.PROTOCOL, why);
        case RespReply.Progress.Complete(var items) -> answered(conversation, items, bytes);
      }
    }

    private void answered(Conversation conversation, List<Item> items, ByteBuf rest) {
      Item first = items.getFirst();
      if (rest.isReadable()) {
        conversation.failure(FailureKind.PROTOCOL, "not Redis: more than one answer to " + step);
      } else if (first.isError()) {
        conversation.failure(FailureKind.STATUS, RedisWords.ofError(first.text()));
      } else if (step == Step.ROLE) {
        RedisWords.judgeRole(check, items, conversation);
      } else if (!first.text().equals(step == Step.AUTH ? "OK" : "PONG")) {
        conversation.failure(
            FailureKind.PROTOCOL, "answered " + step + " with " + Quotes.of(first.text()));
      } else if (step == Step.AUTH) {
        next(conversation, Step.PING, PING);
      } else if (check.role() == RedisCheck.Role.ANY) {
        conversation.success("PONG");
      } else {
        next(conversation, Step.ROLE, ROLE);
      }
    }

    private void next(Conversation conversation, Step next, byte[] question) {
      step = next;
      reply = new RespReply();
      conversation.send(question);
    }

    @Override
    public String stage() {
      return "connected, waiting for the answer to " + step;
    }
  }

  private byte[] auth() {
    Credentials credentials = check.credentials();
    byte[] word = "AUTH".getBytes(UTF_8);
    return credentials.anonymous()
        ? command(word, credentials.passwordBytes())
        : command(word, credentials.user().getBytes(UTF_8), credentials.passwordBytes());
  }

  private static byte[] command(byte[]... words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("*" + words.length + "\r\n").getBytes(UTF_8));
    for (byte[] word : words) {
      bytes.writeBytes(("$" + word.length + "\r\n").getBytes(UTF_8));
      bytes.writeBytes(word);
      bytes.writeBytes("\r\n".getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
