package io.directord.director.admin;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a listener wants of the events. Pure.
 *
 * @param since the number behind which to begin; absent: with what comes
 * @param follow goes on with what comes; else the answer ends where the journal does
 */
record EventRequest(OptionalLong since, boolean follow) {
  /** What a browser repeats when it connects again; it knows more than the address does. */
  private static final String LAST_ID = "Last-Event-ID";

  /** Of a request, or empty when one of its values is not understood. */
  static Optional<EventRequest> of(HttpRequest request) {
    QueryStringDecoder query = new QueryStringDecoder(request.uri());
    String since = first(query, "since");
    String last = request.headers().get(LAST_ID);
    String from = last == null || last.isBlank() ? since : last.strip();
    String follow = first(query, "follow");
    if (!from.matches("\\d{0,18}") || !follow.matches("|true|false")) {
      return Optional.empty();
    }
    OptionalLong number =
        from.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(from));
    return Optional.of(new EventRequest(number, !follow.equals("false")));
  }

  private static String first(QueryStringDecoder query, String name) {
    return query.parameters().getOrDefault(name, List.of("")).getFirst();
  }
}
