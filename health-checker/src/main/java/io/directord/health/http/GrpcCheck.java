package io.directord.health.http;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The health service of gRPC ({@code grpc.health.v1.Health/Check}) says that something is served.
 *
 * @param service asked for; empty means the server as a whole
 * @param host value of {@code :authority}; empty means the probed address
 * @param headers sent as they stand, beside the ones the probe sets itself
 * @param status codes of gRPC that count as up; with 0, the service must be SERVING besides
 */
public record GrpcCheck(
    String service, String host, Map<String, String> headers, Set<Integer> status)
    implements Check.Probed {
  public static final GrpcCheck PLAIN = new GrpcCheck("", "", Map.of(), Set.of(0));

  public static final int STATUS_MAX = 16;
  public static final int SERVICE_CHARS_MAX = 256;

  public GrpcCheck {
    headers = Map.copyOf(headers);
    status = Set.copyOf(status);
    if (status.isEmpty()) {
      throw new IllegalArgumentException("status must name at least one code");
    }
    if (status.stream().anyMatch(code -> code < 0 || code > STATUS_MAX)) {
      throw new IllegalArgumentException("status of grpc must be 0.." + STATUS_MAX);
    }
    if (service.length() > SERVICE_CHARS_MAX) {
      throw new IllegalArgumentException(
          "service must have at most " + SERVICE_CHARS_MAX + " characters");
    }
    HttpRequest.requireVisible("host", host);
    headers.forEach(HttpRequest::requireHeader);
  }

  @Override
  public String type() {
    return "grpc";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    HttpRequest request =
        new HttpRequest("POST", GrpcMessages.PATH, host, headers, Optional.empty(), "");
    return new Http2Probe(
        endpoint,
        Http2Probe.header(endpoint, request, GrpcMessages.fields(headers)),
        GrpcMessages.request(service),
        () -> new GrpcJudge(this));
  }
}
