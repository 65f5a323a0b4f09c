package io.directord.kernel.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.Guest;
import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Libc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Multicast and frames between the two ends of a cable. */
@Tag("kernel")
final class RealPacketsTest {
  private static final InetAddress GROUP = Loopback.ip("224.0.0.18");
  private static final InetAddress GROUP6 = Loopback.ip("ff02::12");
  private static final InetAddress NEAR6 = Loopback.ip("fe80::1");
  private static final InetAddress SENDER = Loopback.ip("192.0.2.77");

  @BeforeEach
  void plugIn() throws IOException {
    Guest.run("ip link add near0 type veth peer name far0");
    for (String name : new String[] {"near0", "far0"}) {
      Files.writeString(Path.of("/proc/sys/net/ipv4/conf", name, "rp_filter"), "0");
      Guest.run("ip link set " + name + " up");
    }
    Files.writeString(Path.of("/proc/sys/net/ipv4/conf/all/rp_filter"), "0");
    Guest.run("ip address add 10.7.7.1/24 dev near0");
    Guest.run("ip address add 10.7.7.2/24 dev far0");
    Guest.run("ip address add fe80::1/64 dev near0 nodad");
    Guest.run("ip address add fe80::3/64 dev near0 nodad");
    Guest.run("ip address add fe80::2/64 dev far0 nodad");
  }

  @AfterEach
  void unplug() {
    Guest.run("ip link del near0");
  }

  @Test
  void aGroupIsHeardAtTheFarEndAndNotByTheSender() throws KernelException {
    try (IpSocket near = group(Family.IPV4, "near0", GROUP);
        IpSocket far = group(Family.IPV4, "far0", GROUP);
        Poller poller = Poller.open()) {
      assertEquals(0, near.send(IpSocketTest.packet(SENDER, GROUP, 255, 5), 28, GROUP));
      ByteBuffer heard =
          Loopback.await(poller, far.fd(), far::receive, _ -> far.from().equals(SENDER));
      assertEquals(28, heard.limit());
      assertEquals(GROUP, far.to());
      assertEquals(255, far.hopLimit());
      assertEquals(-Errno.EAGAIN.number(), near.receive(Libc.nativeBuffer(100)));
    }
  }

  @Test
  void anIpv6GroupIsHeardFromTheAddressThatWasChosen() throws KernelException {
    try (IpSocket near = group(Family.IPV6, "near0", GROUP6);
        IpSocket far = group(Family.IPV6, "far0", GROUP6);
        Poller poller = Poller.open()) {
      ByteBuffer sent = Libc.nativeBuffer(64);
      sent.put(0, new byte[] {0x31, 7, 100, 0, 0, 100, 0, 0});
      for (InetAddress source : new InetAddress[] {NEAR6, Loopback.ip("fe80::3")}) {
        near.sendFrom(source);
        assertEquals(0, near.send(sent, 8, GROUP6));
        ByteBuffer heard =
            Loopback.await(poller, far.fd(), far::receive, _ -> far.from().equals(source));
        assertEquals(8, heard.limit());
        assertEquals(GROUP6, far.to());
        assertEquals(255, far.hopLimit());
      }
      assertEquals(-Errno.EAGAIN.number(), near.receive(Libc.nativeBuffer(100)));
    }
  }

  @Test
  void ourOwnFramesAreNotHeardAndThoseOfTheFarEndAre() throws KernelException {
    try (PacketSocket near = PacketSocket.open(index("near0"), "near0", PacketSocket.Hearing.ARP);
        PacketSocket far = PacketSocket.open(index("far0"), "far0", PacketSocket.Hearing.ARP);
        Poller poller = Poller.open()) {
      ByteBuffer frame = ByteBuffer.allocateDirect(60);
      for (int i = 0; i < 6; i++) {
        frame.put(i, (byte) 0xFF);
      }
      frame.putShort(12, (short) 0x0806).put(59, (byte) 77);
      assertEquals(0, near.send(frame, 60));
      Loopback.await(poller, far.fd(), far::receive, heard -> heard.get(59) == 77);
      ByteBuffer own = Libc.nativeBuffer(100);
      while (near.receive(own) >= 0) {
        assertTrue(own.get(59) != 77, "heard its own frame");
      }
    }
  }

  @Test
  void aLinkThatGoesDownIsSaidOnce() throws KernelException {
    try (PacketSocket far = PacketSocket.open(index("far0"), "far0", PacketSocket.Hearing.ARP)) {
      ByteBuffer buffer = Libc.nativeBuffer(100);
      Guest.run("ip link set far0 down");
      int answer = far.receive(buffer);
      while (answer >= 0) {
        answer = far.receive(buffer);
      }
      assertEquals(-Errno.ENETDOWN.number(), answer);
      assertEquals(-Errno.EAGAIN.number(), far.receive(buffer));
      assertEquals(-Errno.ENETDOWN.number(), far.send(buffer, 60));
    }
  }

  private static IpSocket group(Family family, String link, InetAddress group)
      throws KernelException {
    return IpSocket.open(
        new IpSocket.Binding(family, 112, index(link), link, Optional.of(group), Optional.empty()));
  }

  private static int index(String link) {
    try {
      return NetworkInterface.getByName(link).getIndex();
    } catch (SocketException failed) {
      throw new AssertionError(failed);
    }
  }
}
