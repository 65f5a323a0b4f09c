package io.directord.health.http;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import java.util.List;
import java.util.Map;

/**
 * A plain HTTP/1.1 request is answered with an expected status. Redirects are not followed.
 *
 * @param host value of the Host header; empty means the probed address
 * @param headers sent as they stand, beside the ones the probe sets itself
 */
public record HttpCheck(
    String method, String path, String host, Map<String, String> headers, List<StatusRange> status)
    implements Check.Probed {
  public HttpCheck {
    headers = Map.copyOf(headers);
    status = List.copyOf(status);
    if (method.isEmpty()) {
      throw new IllegalArgumentException("method must not be empty");
    }
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with \"/\", found \"" + path + "\"");
    }
    requireVisible("method", method);
    requireVisible("path", path);
    requireVisible("host", host);
    headers.forEach(HttpCheck::requireHeader);
    if (status.isEmpty()) {
      throw new IllegalArgumentException("status must name at least one code");
    }
  }

  @Override
  public String type() {
    return "http";
  }

  private static void requireHeader(String name, String value) {
    requireVisible("a header name", name);
    if (name.isEmpty() || name.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a header name is a word, found \"" + name + "\"");
    }
    if (value.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
      throw new IllegalArgumentException("header " + name + " must be one line of text");
    }
  }

  /** Anything else would end the line it stands in, or be a second word there. */
  private static void requireVisible(String what, String text) {
    if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          what + " must be visible ASCII without spaces, found \"" + text + "\"");
    }
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new HttpProbe(endpoint, this);
  }
}
