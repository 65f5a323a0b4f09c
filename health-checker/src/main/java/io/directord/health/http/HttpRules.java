package io.directord.health.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An expectation, made ready for many answers. */
final class HttpRules {
  private final HttpExpectation expectation;
  private final Map<String, TextSearch> headers = new TreeMap<>();
  private final Optional<TextSearch> body;
  private final String weightHeader;

  HttpRules(HttpExpectation expectation) {
    this.expectation = expectation;
    expectation
        .headers()
        .forEach((name, text) -> headers.put(name.toLowerCase(Locale.ROOT), new TextSearch(text)));
    this.body = expectation.body().map(TextSearch::new);
    this.weightHeader = expectation.weightHeader().toLowerCase(Locale.ROOT);
  }

  HttpExpectation expectation() {
    return expectation;
  }

  /** By names in lower case. */
  Map<String, TextSearch> headers() {
    return headers;
  }

  Optional<TextSearch> body() {
    return body;
  }

  /** In lower case. */
  String weightHeader() {
    return weightHeader;
  }
}
