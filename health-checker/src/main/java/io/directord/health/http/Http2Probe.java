package io.directord.health.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.Tls;
import io.directord.health.transport.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request over HTTP/2 (RFC 9113), and reads as far as something is asked of the answer.
 */
final class Http2Probe implements Probe {
  private static final String PROTOCOL = "h2";

  private final Endpoint endpoint;
  private final Http2Headers header;
  private final byte[] body;
  private final Supplier<AnswerJudge> judges;

  Http2Probe(Endpoint endpoint, Http2Headers header, byte[] body, Supplier<AnswerJudge> judges) {
    this.endpoint = endpoint;
    this.header = header;
    this.body = body;
    this.judges = judges;
  }

  static Http2Probe of(Endpoint endpoint, HttpCheck check) {
    HttpRules rules = new HttpRules(check.expectation());
    return new Http2Probe(
        endpoint,
        header(endpoint, check.request(), RequestFields.of(check.request())),
        check.request().body().getBytes(UTF_8),
        () -> new HttpJudge(rules));
  }

  static Http2Headers header(Endpoint endpoint, HttpRequest request, Map<String, String> fields) {
    InetSocketAddress address = endpoint.address();
    Http2Headers header =
        new DefaultHttp2Headers()
            .method(request.method())
            .scheme(endpoint.tls().isPresent() ? "https" : "http")
            .authority(RequestFields.authority(address, request))
            .path(request.path());
    RequestFields.withoutConnection(fields).forEach(header::add);
    return header;
  }

  static Endpoint inClear(Endpoint endpoint) {
    return new Endpoint(endpoint.address(), endpoint.route(), endpoint.proxy(), Optional.empty());
  }

  /** The same way, encrypted. */
  static Endpoint encrypted(Endpoint endpoint) {
    return new Endpoint(
        endpoint.address(),
        endpoint.route(),
        endpoint.proxy(),
        Optional.of(endpoint.tls().orElse(Tls.DEFAULT)));
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Conversation.open(loop, endpoint, new Exchange(), report);
  }

  private final class Exchange implements Conversation.Dialogue {
    private @Nullable Http2Answer answer;

    @Override
    public void connected(Conversation conversation) {
      String agreed = conversation.protocol();
      if (!agreed.isEmpty() && !agreed.equals(PROTOCOL)) {
        conversation.failure(
            FailureKind.TLS, "ALPN agreed upon " + agreed + ", expected " + PROTOCOL);
        return;
      }
      answer = new Http2Answer(conversation, judges.get());
      Http2Line line = Http2Line.of(conversation, answer);
      conversation.install(line);
      line.send(header, body);
    }

    @Override
    public List<String> protocols() {
      return List.of(PROTOCOL);
    }

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      throw new IllegalStateException("the codec consumes all bytes");
    }

    @Override
    public String stage() {
      return answer == null ? "connected" : answer.stage();
    }
  }
}
