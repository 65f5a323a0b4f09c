package io.directord.kernel.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Frames on the loopback link, which gives back what is sent by it. */
final class AnswerFilterTest {
  private static final long MARK = 0x6469_7265_6374_6f72L;
  private static final int MARK_AT = 200;
  private static final int BYTES = 220;

  private final List<Integer> expected = new ArrayList<>();
  private int number;

  @Test
  void ofIpv4AnswersToOurPortsAreHeardAndNothingElse() throws KernelException {
    try (PacketSocket socket = open(Family.IPV4)) {
      send(socket, true, ipv4(6).putShort(36, (short) 61_000));
      send(socket, true, ipv4(6).putShort(36, (short) 61_063));
      send(socket, false, ipv4(6).putShort(36, (short) 60_999));
      send(socket, false, ipv4(6).putShort(36, (short) 61_064));
      send(socket, false, ipv4(17).putShort(36, (short) 61_000));
      send(socket, false, ipv4(6).putShort(36, (short) 61_000).putShort(20, (short) 1));
      // An IP header with options.
      send(socket, true, ipv4(6).put(14, (byte) 0x46).putShort(40, (short) 61_001));
      // ICMP that quotes TCP, IP in IP, UDP, GRE, and something else.
      send(socket, true, complaint(11, 6).putShort(62, (short) 61_001));
      send(socket, false, complaint(11, 6).putShort(62, (short) 80));
      send(socket, false, complaint(8, 6).putShort(62, (short) 61_001));
      send(socket, true, complaint(3, 4).putShort(82, (short) 61_001));
      send(socket, false, complaint(3, 4).putShort(62, (short) 61_001));
      send(socket, true, complaint(3, 17).putShort(62, (short) 61_002));
      send(socket, true, complaint(5, 47));
      send(socket, false, complaint(3, 1).putShort(62, (short) 61_002));
      assertHeard(socket);
    }
  }

  @Test
  void ofIpv6AnswersToOurPortsAreHeardAndAdvertisements() throws KernelException {
    try (PacketSocket socket = open(Family.IPV6)) {
      send(socket, true, ipv6(6).putShort(56, (short) 61_063));
      send(socket, false, ipv6(6).putShort(56, (short) 61_064));
      send(socket, true, ipv6(58).put(54, (byte) 136));
      send(socket, false, ipv6(58).put(54, (byte) 135));
      ByteBuffer quote = ipv6(58).put(54, (byte) 3).put(68, (byte) 6);
      send(socket, true, quote.putShort(102, (short) 61_000));
      quote = ipv6(58).put(54, (byte) 1).put(68, (byte) 17);
      send(socket, false, quote.putShort(102, (short) 61_000));
      quote = ipv6(58).put(54, (byte) 128).put(68, (byte) 6);
      send(socket, false, quote.putShort(102, (short) 61_000));
      assertHeard(socket);
    }
  }

  @Test
  void silentPortsAreTakenInBlocksThatNobodyElseGets() throws KernelException {
    try (SilentPorts first = SilentPorts.open(62_000, 62_199, 50);
        SilentPorts second = SilentPorts.open(62_000, 62_199, 50)) {
      assertEquals(50, first.count());
      assertEquals(first.first() + 50, second.first());
    }
    try (SilentPorts again = SilentPorts.open(62_000, 62_199, 50)) {
      assertEquals(62_000, again.first());
    }
  }

  private PacketSocket open(Family family) throws KernelException {
    return Loopback.open(
        () -> PacketSocket.openForAnswers(Loopback.index(), "lo", family, 61_000, 61_063));
  }

  private void send(PacketSocket socket, boolean heard, ByteBuffer frame) {
    frame.putLong(MARK_AT, MARK).put(BYTES - 1, (byte) ++number);
    if (heard) {
      expected.add(number);
    }
    assertEquals(0, socket.send(frame, BYTES));
  }

  /** The last that was sent comes back after all others. */
  private void assertHeard(PacketSocket socket) throws KernelException {
    List<Integer> heard = new ArrayList<>();
    ByteBuffer frame = ByteBuffer.allocateDirect(300);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    try (Poller poller = Poller.open()) {
      while (heard.size() < expected.size() && System.nanoTime() - deadline < 0) {
        ByteBuffer next =
            Loopback.await(poller, socket.fd(), socket::receive, AnswerFilterTest::ours);
        heard.add((int) next.get(BYTES - 1));
      }
    }
    while (socket.receive(frame) >= 0) {
      if (ours(frame)) {
        heard.add((int) frame.get(BYTES - 1));
      }
    }
    assertEquals(expected, heard);
  }

  private static boolean ours(ByteBuffer frame) {
    return frame.limit() == BYTES
        && frame.duplicate().order(ByteOrder.BIG_ENDIAN).getLong(MARK_AT) == MARK;
  }

  private static ByteBuffer ipv4(int protocol) {
    ByteBuffer frame = ByteBuffer.allocateDirect(BYTES);
    return frame.putShort(12, (short) 0x0800).put(14, (byte) 0x45).put(23, (byte) protocol);
  }

  private static ByteBuffer complaint(int type, int quoted) {
    return ipv4(1).put(34, (byte) type).put(42, (byte) 0x45).put(51, (byte) quoted);
  }

  private static ByteBuffer ipv6(int next) {
    ByteBuffer frame = ByteBuffer.allocateDirect(BYTES);
    return frame.putShort(12, (short) 0x86DD).put(14, (byte) 0x60).put(20, (byte) next);
  }
}
