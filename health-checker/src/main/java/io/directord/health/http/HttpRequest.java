package io.directord.health.http;

import io.directord.health.Password;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is asked, in whichever version of HTTP.
 *
 * @param host value of the Host header; empty means the probed address
 * @param headers sent as they stand, beside the ones the probe sets itself
 * @param login shown by basic authentication (RFC 7617)
 * @param body empty sends none
 */
public record HttpRequest(
    String method,
    String path,
    String host,
    Map<String, String> headers,
    Optional<HttpLogin> login,
    String body) {
  public static final HttpRequest GET =
      new HttpRequest("GET", "/", "", Map.of(), Optional.empty(), "");

  public static final int BODY_CHARS_MAX = 64 * 1024;

  public HttpRequest {
    headers = Map.copyOf(headers);
    if (method.isEmpty()) {
      throw new IllegalArgumentException("method must not be empty");
    }
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with \"/\", found \"" + path + "\"");
    }
    requireVisible("method", method);
    requireVisible("path", path);
    requireVisible("host", host);
    headers.forEach(HttpRequest::requireHeader);
    if (login.isPresent() && hasHeader(headers, "authorization")) {
      throw new IllegalArgumentException("user and a header Authorization exclude each other");
    }
    if (body.length() > BODY_CHARS_MAX) {
      throw new IllegalArgumentException(
          "body has " + body.length() + " characters; the limit is " + BODY_CHARS_MAX);
    }
  }

  HttpRequest withPasswords(UnaryOperator<Password> others) {
    Optional<HttpLogin> other = login.map(each -> each.withPassword(others));
    return new HttpRequest(method, path, host, headers, other, body);
  }

  /** RFC 9110, section 9.3.2: whatever its answer says, it has no body. */
  boolean asksForHeaderOnly() {
    return method.equals("HEAD");
  }

  static void requireHeader(String name, String value) {
    requireVisible("a header name", name);
    if (name.isEmpty() || name.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a header name is a word, found \"" + name + "\"");
    }
    if (value.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
      throw new IllegalArgumentException("header " + name + " must be one line of text");
    }
  }

  private static boolean hasHeader(Map<String, String> headers, String name) {
    return headers.keySet().stream().anyMatch(name::equalsIgnoreCase);
  }

  /** Anything else would end the line it stands in, or be a second word there. */
  static void requireVisible(String what, String text) {
    if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          what + " must be visible ASCII without spaces, found \"" + text + "\"");
    }
  }
}
