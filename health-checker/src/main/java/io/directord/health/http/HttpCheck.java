package io.directord.health.http;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Password;
import io.directord.health.Probe;
import java.util.function.UnaryOperator;

/** A request is answered as it should be. Redirects are not followed. */
public record HttpCheck(Version version, HttpRequest request, HttpExpectation expectation)
    implements Check.Probed {

  /** How request and answer are put on the wire. */
  public enum Version {
    /** HTTP/1.1, in clear or encrypted. */
    HTTP("http"),
    /** Encrypted, agreed upon by ALPN. */
    HTTP2("http2"),
    /** HTTP/2 in clear, by prior knowledge (RFC 9113, section 3.3). */
    H2C("h2c"),
    /** Over QUIC, and so encrypted. */
    HTTP3("http3");

    private final String type;

    Version(String type) {
      this.type = type;
    }
  }

  public HttpCheck {
    if (request.asksForHeaderOnly() && expectation.asksForBody()) {
      throw new IllegalArgumentException(
          "method HEAD is answered without a body: expect and digest need another");
    }
  }

  public static HttpCheck plain(Version version) {
    return new HttpCheck(version, HttpRequest.GET, HttpExpectation.DEFAULT);
  }

  @Override
  public String type() {
    return version.type;
  }

  @Override
  public HttpCheck withPasswords(UnaryOperator<Password> others) {
    return new HttpCheck(version, request.withPasswords(others), expectation);
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return switch (version) {
      case HTTP -> new HttpProbe(endpoint, this);
      case HTTP2 -> Http2Probe.of(Http2Probe.encrypted(endpoint), this);
      case H2C -> Http2Probe.of(Http2Probe.inClear(endpoint), this);
      case HTTP3 -> new Http3Probe(endpoint, this);
    };
  }
}
