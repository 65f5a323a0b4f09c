package io.directord.health.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Curve;
import io.directord.health.Password;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks of HTTP as tests need them. */
public final class HttpChecks {
  private HttpChecks() {}

  public static HttpCheck of(
      String method, String path, String host, Map<String, String> headers, StatusRange status) {
    return new HttpCheck(
        HttpCheck.Version.HTTP,
        new HttpRequest(method, path, host, headers, Optional.empty(), ""),
        HttpExpectation.ofStatus(List.of(status)));
  }

  public static HttpCheck get(String path, StatusRange status) {
    return of("GET", path, "", Map.of(), status);
  }

  /** Status 200, and this in the body. */
  static HttpExpectation expecting(String body) {
    return expecting(Map.of(), Optional.of(ExpectedText.of(body)), Optional.empty(), 1000);
  }

  static HttpExpectation expecting(
      Map<String, ExpectedText> headers,
      Optional<ExpectedText> body,
      Optional<ExpectedDigest> digest,
      int bodyBytesMax) {
    return new HttpExpectation(
        List.of(new StatusRange(200, 299)),
        List.of(),
        headers,
        body,
        digest,
        bodyBytesMax,
        "",
        Optional.empty());
  }

  /** X-Load tells the load. */
  static HttpExpectation loaded(Curve curve) {
    return new HttpExpectation(
        List.of(new StatusRange(200, 299)),
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        1000,
        "X-Load",
        Optional.of(curve));
  }

  /** Status 404 is maintenance, and X-Weight tells the weight. */
  static HttpExpectation advised() {
    return new HttpExpectation(
        List.of(new StatusRange(200, 299)),
        List.of(new StatusRange(404, 404)),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        1000,
        "X-Weight",
        Optional.empty());
  }

  static Password password(String text) {
    return Password.known(text.getBytes(UTF_8));
  }
}
