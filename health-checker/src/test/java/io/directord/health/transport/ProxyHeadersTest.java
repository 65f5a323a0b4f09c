package io.directord.health.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Endpoint;
import io.directord.health.Endpoint.ProxyHeader;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Route;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.http.HttpCheck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ProxyHeadersTest {
  private static final HttpCheck HTTP = HttpCheck.plain(HttpCheck.Version.HTTP);

  @Test
  void versionOneSaysWhoAsks() {
    assertEquals("PROXY TCP4 10.0.0.1 10.0.0.2 4000 80\r\n", v1("10.0.0.1", "10.0.0.2"));
    assertEquals(
        "PROXY TCP6 fe80:0:0:0:0:0:0:1 2001:db8:0:0:0:0:0:2 4000 80\r\n",
        v1("fe80::1", "2001:db8::2"));
  }

  @Test
  void versionTwoSaysThatItIsACheck() {
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 1);
    // Signature, version 2 and LOCAL, unspecified family, no addresses: proxy-protocol.txt 2.2.
    assertArrayEquals(
        HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000"),
        ProxyHeaders.of(ProxyHeader.V2, any, any));
    assertEquals(0, ProxyHeaders.of(ProxyHeader.NONE, any, any).length);
  }

  @Test
  void itComesBeforeAnythingElse() {
    CompletableFuture<String> seen = new CompletableFuture<>();
    TestServer.Script script =
        client -> {
          seen.complete(TestServer.readRequest(client));
          client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
          TestServer.awaitEnd(client);
        };
    try (TestLoop loop = new TestLoop();
        TestServer server = TestServer.start(script)) {
      Endpoint endpoint =
          new Endpoint(server.address(), Route.ANY, ProxyHeader.V1, Optional.empty());
      ProbeOutcome outcome = OneProbe.run(loop.loop(), endpoint, HTTP, 20_000);
      assertEquals("HTTP 200", outcome.evidence());
      String text = seen.join();
      String end = " " + server.address().getPort() + "\r\nGET / HTTP/1.1\r\n";
      assertTrue(text.startsWith("PROXY TCP4 127.0.0.1 127.0.0.1 "), text);
      assertTrue(text.contains(end), text);
    }
  }

  private static String v1(String from, String to) {
    return new String(
        ProxyHeaders.v1(
            new InetSocketAddress(InetAddress.ofLiteral(from), 4000),
            new InetSocketAddress(InetAddress.ofLiteral(to), 80)),
        ISO_8859_1);
  }
}
