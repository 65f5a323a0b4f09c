package io.directord.health.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Endpoint;
import io.directord.health.Probe;
import io.directord.health.transport.QuicLine;
import io.directord.health.transport.Quotes;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http3.DefaultHttp3DataFrame;
import io.netty.handler.codec.http3.DefaultHttp3Headers;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.DefaultHttp3SettingsFrame;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.http3.Http3ClientConnectionHandler;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.http3.Http3Exception;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3Settings;
import io.netty.handler.codec.http3.QpackSensitivityDetector;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request over HTTP/3 (RFC 9114), and reads as far as something is asked of the answer.
 */
final class Http3Probe implements Probe {
  private final Endpoint endpoint;
  private final HttpRules rules;
  private final Http3Headers header;
  private final byte[] body;

  Http3Probe(Endpoint endpoint, HttpCheck check) {
    this.endpoint = endpoint;
    this.rules = new HttpRules(check.expectation());
    this.header = header(endpoint, check.request());
    this.body = check.request().body().getBytes(UTF_8);
  }

  private static Http3Headers header(Endpoint endpoint, HttpRequest request) {
    Http3Headers header =
        new DefaultHttp3Headers()
            .method(request.method())
            .scheme("https")
            .authority(RequestFields.authority(endpoint.address(), request))
            .path(request.path());
    RequestFields.withoutConnection(RequestFields.of(request)).forEach(header::add);
    return header;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return QuicLine.open(loop, endpoint, new Exchange(), report);
  }

  /** Such as {@code H3_REQUEST_REJECTED}. */
  static String name(long code) {
    for (Http3ErrorCode each : Http3ErrorCode.values()) {
      if (each.code() == code) {
        return each.name();
      }
    }
    return "error " + code;
  }

  private final class Exchange implements QuicLine.Dialogue {
    private @Nullable Http3Answer answer;

    @Override
    public ChannelHandler handler(QuicLine line) {
      Http3Answer reader = new Http3Answer(line, new HttpJudge(rules));
      answer = reader;
      Http3Settings settings =
          new Http3Settings()
              .maxFieldSectionSize(HttpAnswer.HEADER_BYTES_MAX)
              .qpackMaxTableCapacity(0)
              .qpackBlockedStreams(0);
      return new Http3ClientConnectionHandler(
          new Http3Control(reader),
          null, // pushes are refused: no number is allowed for one
          null,
          new DefaultHttp3SettingsFrame(settings),
          true,
          null,
          QpackSensitivityDetector.NEVER_SENSITIVE,
          HttpAnswer.HEADER_BYTES_MAX);
    }

    @Override
    public void connected(QuicLine line, QuicChannel connection) {
      Http3.newRequestStream(connection, Objects.requireNonNull(answer))
          .addListener((Future<QuicStreamChannel> opened) -> {
            if (opened.cause() == null) {
              send(opened.getNow());
            } else {
              line.failed(opened.cause());
            }
          });
    }

    @Override
    public String stage() {
      return answer == null ? "connected" : answer.stage();
    }

    @Override
    public String error(long code) {
      return name(code);
    }

    @Override
    public String broken(Throwable cause) {
      String code = cause instanceof Http3Exception problem ? problem.errorCode() + ", " : "";
      return "not HTTP/3 as it should be: "
          + code
          + Quotes.plain(String.valueOf(cause.getMessage()));
    }

    private void send(QuicStreamChannel stream) {
      // What cannot be written is told by the end of the stream, or of the connection. A server
      // that asks for no more of the body may still answer.
      stream.write(new DefaultHttp3HeadersFrame(header));
      if (body.length > 0) {
        stream.write(
            new DefaultHttp3DataFrame(stream.alloc().directBuffer(body.length).writeBytes(body)));
      }
      stream.flush();
      stream.shutdownOutput();
    }
  }
}
