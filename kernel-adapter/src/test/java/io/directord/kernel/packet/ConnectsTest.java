package io.directord.kernel.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Errno;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectsTest {
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aConnectionStandsAndIsReset(String address) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral(address));
        Connects connects = Connects.open()) {
      Connects.Peer peer = Connects.Peer.of((InetSocketAddress) server.getLocalSocketAddress());
      int fd = connects.start(peer, 7);
      assertTrue(fd > 0, () -> "fd " + fd);
      awaitOne(connects);
      assertEquals(fd, connects.fd(0));
      assertEquals(7, connects.sequence(0));
      assertEquals(0, connects.outcome(0, peer));
      connects.hangUp(fd);
      try (Socket accepted = server.accept()) {
        assertEquals("Connection reset", endOf(accepted));
      }
    }
  }

  @Test
  void aPortWithoutAListenerRefuses() throws Exception {
    InetSocketAddress nobody;
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      nobody = (InetSocketAddress) server.getLocalSocketAddress();
    }
    try (Connects connects = Connects.open()) {
      Connects.Peer peer = Connects.Peer.of(nobody);
      int fd = connects.start(peer, -1);
      awaitOne(connects);
      assertEquals(-1, connects.sequence(0));
      assertEquals(-Errno.ECONNREFUSED.number(), connects.outcome(0, peer));
      connects.hangUp(fd);
    }
  }

  @Test
  void endsAreToldWithTheNumbersOfTheirConnections() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 500, InetAddress.ofLiteral("127.0.0.1"));
        Connects connects = Connects.open()) {
      Connects.Peer peer = Connects.Peer.of((InetSocketAddress) server.getLocalSocketAddress());
      Map<Integer, Integer> started = new HashMap<>();
      for (int n = 0; n < 300; n++) {
        started.put(connects.start(peer, n), n);
      }
      Map<Integer, Integer> ended = new HashMap<>();
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (ended.size() < started.size() && System.nanoTime() - deadline < 0) {
        int count = connects.ended();
        for (int n = 0; n < count; n++) {
          ended.put(connects.fd(n), connects.sequence(n));
        }
      }
      assertEquals(started, ended);
      started.keySet().forEach(connects::hangUp);
    }
  }

  @Test
  void oneThatIsHungUpIsNotToldOf() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
        Connects connects = Connects.open()) {
      Connects.Peer peer = Connects.Peer.of((InetSocketAddress) server.getLocalSocketAddress());
      connects.hangUp(connects.start(peer, 1));
      int fd = connects.start(peer, 2);
      awaitOne(connects);
      assertEquals(2, connects.sequence(0));
      connects.hangUp(fd);
      assertEquals(0, connects.ended());
    }
  }

  private static void awaitOne(Connects connects) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    int count = connects.ended();
    while (count == 0 && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
      count = connects.ended();
    }
    assertEquals(1, count);
  }

  private static String endOf(Socket accepted) throws IOException {
    try {
      return "read " + accepted.getInputStream().read();
    } catch (SocketException reset) {
      return String.valueOf(reset.getMessage());
    }
  }
}
