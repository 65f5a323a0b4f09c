package io.directord.kernel.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Frames on the loopback link, which gives back what is sent by it. */
final class PacketSocketTest {
  private static final long MARK = 0x4469_7265_6374_6F72L;

  @Test
  void arpIsHeardAndNothingElse() throws KernelException {
    try (PacketSocket sender = open(PacketSocket.Hearing.NOTHING);
        PacketSocket hearer = open(PacketSocket.Hearing.ARP);
        Poller poller = Poller.open()) {
      assertEquals(0, sender.send(frame(0x0800, 0, 0, 1), 80));
      assertEquals(0, sender.send(frame(0x0806, 0, 0, 2), 80));
      ByteBuffer heard = Loopback.await(poller, hearer.fd(), hearer::receive, this::ours);
      assertEquals(80, heard.limit());
      assertEquals(2, heard.get(79));
      assertEquals(-Errno.EAGAIN.number(), sender.receive(Libc.nativeBuffer(100)));
    }
  }

  @Test
  void neighbourDiscoveryIsHeardAndNothingElse() throws KernelException {
    try (PacketSocket sender = open(PacketSocket.Hearing.NOTHING);
        PacketSocket hearer = open(PacketSocket.Hearing.NEIGHBOR_DISCOVERY);
        Poller poller = Poller.open()) {
      sender.send(frame(0x0806, 58, 135, 1), 80);
      sender.send(frame(0x86DD, 17, 135, 2), 80);
      sender.send(frame(0x86DD, 58, 134, 3), 80);
      sender.send(frame(0x86DD, 58, 137, 4), 80);
      sender.send(frame(0x86DD, 58, 135, 5), 80);
      sender.send(frame(0x86DD, 58, 136, 6), 80);
      assertEquals(5, Loopback.await(poller, hearer.fd(), hearer::receive, this::ours).get(79));
      assertEquals(6, Loopback.await(poller, hearer.fd(), hearer::receive, this::ours).get(79));
    }
  }

  @Test
  void aFrameIsHeardOnceNotTwice() throws KernelException {
    try (PacketSocket socket = open(PacketSocket.Hearing.ARP);
        Poller poller = Poller.open()) {
      socket.send(frame(0x0806, 0, 0, 1), 80);
      socket.send(frame(0x0806, 0, 0, 2), 80);
      assertEquals(1, Loopback.await(poller, socket.fd(), socket::receive, this::ours).get(79));
      assertEquals(2, Loopback.await(poller, socket.fd(), socket::receive, this::ours).get(79));
    }
  }

  @Test
  void aFrameLongerThanTheBufferIsCutOff() throws KernelException {
    try (PacketSocket socket = open(PacketSocket.Hearing.ARP);
        Poller poller = Poller.open()) {
      socket.send(frame(0x0806, 0, 0, 1), 80);
      ByteBuffer small = Libc.nativeBuffer(60);
      ByteBuffer whole =
          Loopback.await(
              poller,
              socket.fd(),
              buffer -> {
                int bytes = socket.receive(small);
                buffer.clear().put(0, small, 0, small.limit()).limit(Math.max(0, bytes));
                return bytes;
              },
              this::ours);
      assertEquals(60, whole.limit());
    }
  }

  private boolean ours(ByteBuffer frame) {
    return frame.order(ByteOrder.BIG_ENDIAN).getLong(22) == MARK;
  }

  private static ByteBuffer frame(int etherType, int nextHeader, int icmpType, int number) {
    ByteBuffer out = ByteBuffer.allocateDirect(80);
    out.putShort(12, (short) etherType);
    out.put(20, (byte) nextHeader).putLong(22, MARK);
    out.put(54, (byte) icmpType).put(79, (byte) number);
    return out;
  }

  private static PacketSocket open(PacketSocket.Hearing hearing) throws KernelException {
    return Loopback.open(() -> PacketSocket.open(Loopback.index(), "lo", hearing));
  }
}
