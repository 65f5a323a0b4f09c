package io.directord.health.datagram;

/** An inclusive range of SIP's status codes. */
public record Codes(int from, int to) {
  public Codes {
    if (from < 200 || to > 699 || from > to) {
      throw new IllegalArgumentException(
          "a status must be 200..699 and a range must rise, found " + from + "-" + to);
    }
  }

  boolean contains(int status) {
    return from <= status && status <= to;
  }

  String text() {
    return from == to ? Integer.toString(from) : from + "-" + to;
  }
}
