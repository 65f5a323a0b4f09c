package io.directord.health.probe;

import io.directord.health.Check;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.stream.Collectors;

/** Sends one request, and reads as far as the end of the answer's header. */
final class HttpProbe implements Probe {
  private final InetSocketAddress address;
  private final Check.Http check;
  private final byte[] request;

  HttpProbe(InetSocketAddress address, Check.Http check) {
    this.address = address;
    this.check = check;
    this.request = HttpRequest.bytes(address, check);
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Conversation.open(loop, address, new Exchange(), report);
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
    return check.status().stream().map(Check.StatusRange::text).collect(Collectors.joining(", "));
  }
}
