package io.directord.health.http;

/** An inclusive range of status codes. */
public record StatusRange(int from, int to) {
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
