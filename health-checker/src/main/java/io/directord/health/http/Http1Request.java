package io.directord.health.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;

/** The request of an HTTP/1.1 check, as bytes. Pure. */
final class Http1Request {
  private Http1Request() {}

  /** Headers of the check stand in place of the probe's own of the same name. */
  static byte[] bytes(InetSocketAddress address, HttpRequest request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Host", RequestFields.authority(address, request));
    headers.put("Connection", "close");
    headers.putAll(RequestFields.of(request));
    StringBuilder text =
        new StringBuilder(request.method() + " " + request.path() + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    return text.append("\r\n").append(request.body()).toString().getBytes(UTF_8);
  }
}
