package io.directord.health.http;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.transport.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.stream.Collectors;

/** Sends one request, and reads as far as the end of the answer's header. */
final class HttpProbe implements Probe {
  private final Endpoint endpoint;
  private final HttpCheck check;
  private final byte[] request;

  HttpProbe(Endpoint endpoint, HttpCheck check) {
    this.endpoint = endpoint;
    this.check = check;
    this.request = HttpRequest.bytes(endpoint.address(), check);
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Conversation.open(loop, endpoint, new Exchange(), report);
  }

  private final class Exchange implements Conversation.Dialogue {
    private final HttpAnswer answer = new HttpAnswer();

    @Override
    public void connected(Conversation conversation) {
      conversation.send(request);
    }

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      switch (answer.read(bytes)) {
        case HttpAnswer.Progress.More() -> {}
        case HttpAnswer.Progress.Status(var code) -> judge(conversation, code);
        case HttpAnswer.Progress.Malformed(var why) ->
            conversation.failure(FailureKind.PROTOCOL, why);
      }
    }

    @Override
    public String stage() {
      return answer.stage();
    }
  }

  private void judge(Conversation conversation, int code) {
    if (check.status().stream().anyMatch(range -> range.contains(code))) {
      conversation.success("HTTP " + code);
    } else {
      conversation.failure(FailureKind.STATUS, "HTTP " + code + ", expected " + expected());
    }
  }

  private String expected() {
    return check.status().stream().map(StatusRange::text).collect(Collectors.joining(", "));
  }
}
