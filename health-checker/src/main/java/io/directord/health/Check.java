package io.directord.health;

import java.util.List;
import java.util.Map;

/** What a probe asks of a target. */
public sealed interface Check {

  /** The word in configuration and status: {@code tcp}, {@code http}, {@code on}, {@code off}. */
  String type();

  /** Something is sent, in contrast to {@link Fixed}. */
  sealed interface Probed extends Check {}

  /** A connection is accepted. */
  record Tcp() implements Probed {
    @Override
    public String type() {
      return "tcp";
    }
  }

  /**
   * A plain HTTP/1.1 request is answered with an expected status. Redirects are not followed.
   *
   * @param host value of the Host header; empty means the probed address
   * @param headers sent as they stand, beside the ones the probe sets itself
   */
  record Http(
      String method,
      String path,
      String host,
      Map<String, String> headers,
      List<StatusRange> status)
      implements Probed {
    public Http {
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
      headers.forEach(Http::requireHeader);
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
  }

  /** Up, or down, by the operator's word; nothing is sent. */
  record Fixed(boolean up) implements Check {
    @Override
    public String type() {
      return up ? "on" : "off";
    }
  }

  /** An inclusive range of status codes. */
  record StatusRange(int from, int to) {
    public StatusRange {
      if (from < 100 || to > 599 || from > to) {
        throw new IllegalArgumentException(
            "a status must be 100..599 and a range must rise, found " + from + "-" + to);
      }
    }

    public boolean contains(int status) {
      return from <= status && status <= to;
    }

    /** As it is written in a configuration: {@code 200} or {@code 200-399}. */
    public String text() {
      return from == to ? Integer.toString(from) : from + "-" + to;
    }
  }
}
