package io.directord.health.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class Http1RequestTest {
  private static final InetSocketAddress V4 = address("10.11.12.1", 8080);

  @Test
  void theRequestIsCompleteWithoutAnySetting() {
    assertEquals(
        """
        GET /healthz HTTP/1.1\r
        Accept: */*\r
        Accept-Encoding: identity\r
        Connection: close\r
        Host: 10.11.12.1:8080\r
        User-Agent: directord\r
        \r
        """,
        request(V4, "GET", "", Map.of()));
  }

  @Test
  void anIpv6AddressStandsInBrackets() {
    String request = request(address("2001:db8::10", 80), "GET", "", Map.of());
    assertTrue(request.contains("\r\nHost: [2001:db8::10]:80\r\n"), request);
  }

  @Test
  void theZoneOfALinkLocalAddressIsLeftOut() throws UnknownHostException {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString("fe80::1");
    InetAddress zoned = Inet6Address.getByAddress("", bytes, 1);
    String request = request(new InetSocketAddress(zoned, 80), "GET", "", Map.of());
    assertTrue(request.contains("\r\nHost: [fe80::1]:80\r\n"), request);
  }

  @Test
  void theHostOfTheCheckTakesTheAddressesPlace() {
    String request = request(V4, "GET", "www.example.com", Map.of());
    assertTrue(request.contains("\r\nHost: www.example.com\r\n"), request);
    assertFalse(request.contains("10.11.12.1"), request);
  }

  @Test
  void aHeaderOfTheCheckStandsInPlaceOfTheProbesOwn() {
    String request =
        request(V4, "HEAD", "a", Map.of("user-agent", "probe", "HOST", "b", "X-Key", "1 2"));
    assertEquals(
        """
        HEAD /healthz HTTP/1.1\r
        Accept: */*\r
        Accept-Encoding: identity\r
        Connection: close\r
        Host: b\r
        User-Agent: probe\r
        X-Key: 1 2\r
        \r
        """,
        request);
  }

  @Test
  void aMethodThatMayHaveABodySaysThatThereIsNone() {
    String request = request(V4, "POST", "", Map.of());
    assertTrue(request.contains("\r\nContent-Length: 0\r\n"), request);
  }

  private static String request(
      InetSocketAddress address, String method, String host, Map<String, String> headers) {
    HttpRequest request = new HttpRequest(method, "/healthz", host, headers, Optional.empty(), "");
    return new String(Http1Request.bytes(address, request), UTF_8);
  }

  private static InetSocketAddress address(String literal, int port) {
    return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(literal), port);
  }
}
