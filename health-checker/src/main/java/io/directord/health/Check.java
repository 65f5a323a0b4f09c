package io.directord.health;

import java.util.List;
import java.util.Map;

/** What a probe asks of a target. */
public sealed interface Check {

  /** The word in configuration and status: {@code tcp}, {@code http}, {@code on}, {@code off}. */
  String type();

  /** A connection is accepted. */
  record Tcp() implements Check {
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
      implements Check {
    public Http {
      headers = Map.copyOf(headers);
      status = List.copyOf(status);
      if (method.isEmpty()) {
        throw new IllegalArgumentException("method must not be empty");
      }
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("path must start with \"/\", found \"" + path + "\"");
      }
      if (status.isEmpty()) {
        throw new IllegalArgumentException("status must name at least one code");
      }
    }

    @Override
    public String type() {
      return "http";
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
  }
}
