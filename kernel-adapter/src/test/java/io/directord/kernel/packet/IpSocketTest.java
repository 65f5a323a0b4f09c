package io.directord.kernel.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Libc;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets of protocol 112 on the loopback link. */
final class IpSocketTest {
  private static final InetAddress GROUP = Loopback.ip("224.0.0.18");
  private static final InetAddress GROUP6 = Loopback.ip("ff02::12");
  private static final InetAddress LOCAL = Loopback.ip("127.0.0.1");
  private static final InetAddress LOCAL6 = Loopback.ip("::1");
  private static final InetAddress SENDER = Loopback.ip("127.0.0.77");

  @Test
  void anIpv4PacketArrivesAsItWasWritten() throws KernelException {
    try (IpSocket socket = open(Family.IPV4, Optional.empty(), Optional.of(LOCAL));
        Poller poller = Poller.open()) {
      ByteBuffer sent = packet(SENDER, LOCAL, 200, 0x1234);
      assertEquals(0, socket.send(sent, 28, LOCAL));
      ByteBuffer heard =
          Loopback.await(
              poller, socket.fd(), socket::receive, packet -> socket.from().equals(SENDER));
      assertEquals(28, heard.limit());
      assertEquals(LOCAL, socket.to());
      assertEquals(200, socket.hopLimit());
      assertEquals((byte) 0xC0, heard.get(1));
      assertEquals(0x1234, heard.getShort(4));
      assertEquals(0, heard.getShort(6), "no DF");
      assertEquals(0x3102_6401, heard.getInt(20));
    }
  }

  @Test
  void anIpv6PacketComesWithItsHopLimitAndDestinationAndAChecksum() throws KernelException {
    try (IpSocket socket = open(Family.IPV6, Optional.empty(), Optional.of(LOCAL6));
        Poller poller = Poller.open()) {
      ByteBuffer sent = Libc.nativeBuffer(64);
      sent.put(0, new byte[] {0x31, 7, 100, 1, 0, 100, 0, 0});
      socket.sendFrom(LOCAL6);
      assertEquals(0, socket.send(sent, 8, LOCAL6));
      ByteBuffer heard =
          Loopback.await(poller, socket.fd(), socket::receive, packet -> packet.get(1) == 7);
      assertEquals(8, heard.limit());
      assertEquals(LOCAL6, socket.from());
      assertEquals(LOCAL6, socket.to());
      assertEquals(255, socket.hopLimit());
      assertTrue(heard.getShort(6) != 0, "the kernel fills in the checksum");
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void itTellsHowLongAPacketHasWaited(Family family) throws KernelException {
    InetAddress local = family == Family.IPV4 ? LOCAL : LOCAL6;
    try (IpSocket socket = open(family, Optional.empty(), Optional.of(local))) {
      ByteBuffer sent = packet(SENDER, LOCAL, 255, 4);
      socket.sendFrom(local);
      assertEquals(0, socket.send(sent, 28, local));
      long sentNanos = System.nanoTime();
      while (System.nanoTime() - sentNanos < 3_000_000) {
        Thread.onSpinWait();
      }
      assertTrue(socket.receive(Libc.nativeBuffer(64)) > 0);
      assertTrue(socket.waitedNanos() >= 2_000_000, () -> socket.waitedNanos() + " ns");
    }
  }

  @Test
  void aSourceThatIsNotOursIsRefused() throws KernelException {
    try (IpSocket socket = open(Family.IPV6, Optional.of(GROUP6), Optional.empty())) {
      socket.sendFrom(Loopback.ip("2001:db8::77"));
      int answer = socket.send(Libc.nativeBuffer(64), 8, GROUP6);
      assertTrue(answer < 0, "" + answer);
    }
  }

  @Test
  void whatIsSentToAnotherAddressIsNotHeard() throws KernelException {
    try (IpSocket socket = open(Family.IPV4, Optional.empty(), Optional.of(LOCAL));
        Poller poller = Poller.open()) {
      assertEquals(0, socket.send(packet(SENDER, GROUP, 255, 1), 28, GROUP));
      InetAddress other = Loopback.ip("127.0.0.2");
      assertEquals(0, socket.send(packet(SENDER, other, 255, 2), 28, other));
      assertEquals(0, socket.send(packet(SENDER, LOCAL, 255, 3), 28, LOCAL));
      ByteBuffer heard =
          Loopback.await(
              poller, socket.fd(), socket::receive, packet -> socket.from().equals(SENDER));
      assertEquals(3, heard.getShort(4));
    }
  }

  @Test
  void anAddressNeedNotBeThereYet() throws KernelException {
    open(Family.IPV4, Optional.empty(), Optional.of(Loopback.ip("192.0.2.99"))).close();
    open(Family.IPV6, Optional.empty(), Optional.of(Loopback.ip("2001:db8::99"))).close();
  }

  @Test
  void nothingThereIsTryAgain() throws KernelException {
    try (IpSocket socket =
        open(Family.IPV4, Optional.empty(), Optional.of(Loopback.ip("127.0.0.3")))) {
      assertEquals(-Errno.EAGAIN.number(), socket.receive(Libc.nativeBuffer(64)));
    }
  }

  @Test
  void aLinkThatIsNotThereIsRefusedInWords() throws KernelException {
    open(Family.IPV4, Optional.of(GROUP), Optional.empty()).close();
    IpSocket.Binding binding =
        new IpSocket.Binding(Family.IPV4, 112, 9999, "gone0", Optional.of(GROUP), Optional.empty());
    try (IpSocket socket = IpSocket.open(binding)) {
      throw new AssertionError("opened " + socket.fd());
    } catch (KernelException refused) {
      assertEquals(Errno.ENODEV, refused.errno());
      assertTrue(refused.toString().contains("gone0"), refused.toString());
    }
  }

  @Test
  void sendingAndReceivingAllocateNothingToSpeakOf() throws KernelException {
    try (IpSocket socket = open(Family.IPV4, Optional.empty(), Optional.of(LOCAL));
        Poller poller = Poller.open()) {
      ByteBuffer sent = packet(SENDER, LOCAL, 255, 9);
      ByteBuffer heard = Libc.nativeBuffer(2048);
      poller.watch(socket.fd(), () -> socket.receive(heard));
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      int rounds = 20_000;
      long before = 0;
      for (int i = 0; i < 2 * rounds; i++) {
        if (i == rounds) {
          before = threads.getCurrentThreadAllocatedBytes();
        }
        assertEquals(0, socket.send(sent, 28, LOCAL));
        poller.await(Poller.nowNanos() + 1_000_000_000L);
        socket.from();
      }
      long each = (threads.getCurrentThreadAllocatedBytes() - before) / rounds;
      assertTrue(each < 512, each + " bytes each round");
    }
  }

  /** IPv4 with a header of our own, and 8 bytes of version 3. */
  static ByteBuffer packet(InetAddress from, InetAddress to, int ttl, int id) {
    ByteBuffer out = ByteBuffer.allocateDirect(64);
    out.put(0, new byte[] {0x45, (byte) 0xC0, 0, 28});
    out.putShort(4, (short) id);
    out.put(8, (byte) ttl).put(9, (byte) 112);
    out.put(12, from.getAddress()).put(16, to.getAddress());
    out.putInt(20, 0x3102_6401).putInt(24, 0x0064_0000);
    return out;
  }

  private static IpSocket open(
      Family family, Optional<InetAddress> group, Optional<InetAddress> local)
      throws KernelException {
    return Loopback.open(() ->
        IpSocket.open(new IpSocket.Binding(family, 112, Loopback.index(), "lo", group, local)));
  }
}
