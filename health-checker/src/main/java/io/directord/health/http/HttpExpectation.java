package io.directord.health.http;

import io.directord.health.Curve;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an answer must be, in whichever version of HTTP.
 *
 * @param status codes that count as up
 * @param maintenance codes with which a server asks for no new connections
 * @param headers that must be there, and hold this
 * @param body what it must hold
 * @param digest what the body's must be
 * @param bodyBytesMax a body of more is a failure, where a body is asked for
 * @param weightHeader name of the header in which a server tells its weight; empty for none
 * @param curve makes a share of the configured weight of the load that the header tells instead
 */
public record HttpExpectation(
    List<StatusRange> status,
    List<StatusRange> maintenance,
    Map<String, ExpectedText> headers,
    Optional<ExpectedText> body,
    Optional<ExpectedDigest> digest,
    int bodyBytesMax,
    String weightHeader,
    Optional<Curve> curve) {
  public static final int BODY_BYTES_DEFAULT = 1024 * 1024;
  public static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

  public static final HttpExpectation DEFAULT = ofStatus(List.of(new StatusRange(200, 399)));

  public HttpExpectation {
    status = List.copyOf(status);
    maintenance = List.copyOf(maintenance);
    headers = Map.copyOf(headers);
    if (status.isEmpty()) {
      throw new IllegalArgumentException("status must name at least one code");
    }
    if (bodyBytesMax < 1 || bodyBytesMax > BODY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "body-limit must be 1.." + BODY_BYTES_MAX + " bytes, found " + bodyBytesMax);
    }
    headers.keySet().forEach(name -> HttpRequest.requireHeader(name, ""));
    HttpRequest.requireVisible("weight-header", weightHeader);
    if (curve.isPresent() && weightHeader.isEmpty()) {
      throw new IllegalArgumentException(
          "weight has a curve, but nothing to apply it to: give weight-header");
    }
  }

  public static HttpExpectation ofStatus(List<StatusRange> status) {
    return new HttpExpectation(
        status,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        BODY_BYTES_DEFAULT,
        "",
        Optional.empty());
  }

  /** Else the answer's first line says everything. */
  boolean asksForHeaders() {
    return !headers.isEmpty() || !weightHeader.isEmpty() || asksForBody();
  }

  boolean asksForBody() {
    return body.isPresent() || digest.isPresent();
  }

  boolean isExpected(int code) {
    return contains(status, code);
  }

  boolean isMaintenance(int code) {
    return contains(maintenance, code);
  }

  /** As an operator wrote it. */
  String statusText() {
    return status.stream().map(StatusRange::text).collect(Collectors.joining(", "));
  }

  private static boolean contains(List<StatusRange> ranges, int code) {
    for (StatusRange range : ranges) {
      if (range.contains(code)) {
        return true;
      }
    }
    return false;
  }
}
