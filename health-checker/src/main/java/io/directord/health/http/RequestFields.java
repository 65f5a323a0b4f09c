package io.directord.health.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The header fields of a request that all versions of HTTP have. Pure. */
final class RequestFields {
  /** A server may wait for the body of these, unless it is told that there is none. */
  private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

  /** RFC 9113, section 8.2.2: they belong to a connection, and would make the request malformed. */
  private static final Set<String> OF_CONNECTIONS =
      Set.of(
          "connection", "host", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

  private RequestFields() {}

  /** As HTTP/2 and HTTP/3 have them: in lower case, and without what they do another way. */
  static Map<String, String> withoutConnection(Map<String, String> fields) {
    Map<String, String> rest = new TreeMap<>();
    fields.forEach((name, value) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!OF_CONNECTIONS.contains(lower)) {
        rest.put(lower, value);
      }
    });
    return rest;
  }

  /** Headers of the check stand in place of the probe's own of the same name. */
  static Map<String, String> of(HttpRequest request) {
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.put("User-Agent", "directord");
    fields.put("Accept", "*/*");
    // What is compressed is not unpacked: a small answer could become a very large one.
    fields.put("Accept-Encoding", "identity");
    int length = request.body().getBytes(UTF_8).length;
    if (length > 0 || METHODS_WITH_BODY.contains(request.method())) {
      fields.put("Content-Length", Integer.toString(length));
    }
    request
        .login()
        .flatMap(HttpLogin::authorization)
        .ifPresent(value -> fields.put("Authorization", value));
    fields.putAll(request.headers());
    return fields;
  }

  /** RFC 3986, section 3.2: an IPv6 address stands in brackets, and its zone means nothing afar. */
  static String authority(InetSocketAddress address, HttpRequest request) {
    return request.host().isEmpty() ? NetUtil.toSocketAddressString(address) : request.host();
  }
}
