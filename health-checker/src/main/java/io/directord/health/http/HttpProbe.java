package io.directord.health.http;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.http.AnswerJudge.Ruling;
import io.directord.health.transport.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends one HTTP/1.1 request, and reads the answer as far as something is asked of it. */
final class HttpProbe implements Probe {
  private static final List<String> PROTOCOLS = List.of("http/1.1");

  private final Endpoint endpoint;
  private final HttpRules rules;
  private final boolean keepsFields;
  private final boolean headerOnly;
  private final byte[] request;

  HttpProbe(Endpoint endpoint, HttpCheck check) {
    this.endpoint = endpoint;
    this.rules = new HttpRules(check.expectation());
    this.keepsFields = check.expectation().asksForHeaders();
    this.headerOnly = check.request().asksForHeaderOnly();
    this.request = Http1Request.bytes(endpoint.address(), check.request());
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Conversation.open(loop, endpoint, new Exchange(), report);
  }

  private final class Exchange implements Conversation.Dialogue {
    private final HttpAnswer header = new HttpAnswer(keepsFields);
    private final AnswerJudge judge = new HttpJudge(rules);
    private @Nullable Http1Body body;

    @Override
    public void connected(Conversation conversation) {
      conversation.send(request);
    }

    @Override
    public List<String> protocols() {
      return PROTOCOLS;
    }

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      if (body != null) {
        readBody(conversation, body, bytes);
        return;
      }
      switch (header.read(bytes)) {
        case HttpAnswer.Progress.More() -> {}
        case HttpAnswer.Progress.Status(var code) -> readHeader(conversation, code, bytes);
        case HttpAnswer.Progress.Malformed(var why) ->
            conversation.failure(FailureKind.PROTOCOL, why);
      }
    }

    @Override
    public void ended(Conversation conversation) {
      if (body != null && body.endsWithConnection()) {
        Rulings.tell(conversation, judge.end(AnswerFields.NONE));
      }
    }

    @Override
    public String stage() {
      return body == null ? header.stage() : judge.stage();
    }

    private void readHeader(Conversation conversation, int code, ByteBuf rest) {
      if (Rulings.tell(conversation, judge.header(code, header.fields()))) {
        return;
      }
      body = Http1Body.of(code, headerOnly, header.fields());
      if (body == null) {
        conversation.failure(
            FailureKind.PROTOCOL, "HTTP " + code + ", its Content-Length is no length");
      } else {
        readBody(conversation, body, rest);
      }
    }

    private void readBody(Conversation conversation, Http1Body framed, ByteBuf bytes) {
      while (true) {
        Ruling ruling =
            switch (framed.read(bytes)) {
              case Http1Body.Progress.Content(var content) -> judge.content(content);
              case Http1Body.Progress.End() -> judge.end(AnswerFields.NONE);
              case Http1Body.Progress.Malformed(var why) ->
                  new Ruling.Bad(FailureKind.PROTOCOL, why);
              case Http1Body.Progress.More() -> null;
            };
        if (ruling == null || Rulings.tell(conversation, ruling)) {
          return;
        }
      }
    }
  }
}
