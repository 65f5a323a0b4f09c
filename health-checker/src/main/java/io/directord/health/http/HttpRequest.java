package io.directord.health.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The request of an HTTP check, as bytes. Pure. */
final class HttpRequest {
  /** A server may wait for the body of these, unless it is told that there is none. */
  private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

  private HttpRequest() {}

  /** Headers of the check stand in place of the probe's own of the same name. */
  static byte[] bytes(InetSocketAddress address, HttpCheck check) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Host", check.host().isEmpty() ? authority(address) : check.host());
    headers.put("User-Agent", "directord");
    headers.put("Accept", "*/*");
    headers.put("Connection", "close");
    if (METHODS_WITH_BODY.contains(check.method())) {
      headers.put("Content-Length", "0");
    }
    headers.putAll(check.headers());
    StringBuilder text = new StringBuilder(check.method() + " " + check.path() + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    return text.append("\r\n").toString().getBytes(UTF_8);
  }

  /** RFC 3986, section 3.2: an IPv6 address stands in brackets, and its zone means nothing afar. */
  private static String authority(InetSocketAddress address) {
    return NetUtil.toSocketAddressString(address);
  }
}
