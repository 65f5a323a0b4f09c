package io.directord.health.path;

import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.packet.PacketSocket;
import io.directord.kernel.packet.ReadWatch;
import io.directord.kernel.packet.SilentPorts;
import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * By which a loop sends frames on an interface and hears the answers, of an address family. Owned
 * by the loop.
 */
final class LinkSocket implements AutoCloseable {
  private static final int FRAME_BYTES = Frames.HEADER_BYTES + PathCheck.MTU_MAX;

  /** Enough for an error that quotes a tunnel's packet. */
  private static final int HEARD_BYTES = 256;

  private final Mac mac;
  private final PacketSocket answers;

  /** The same again for IPv6, which has no protocol of its own for that. */
  private final PacketSocket neighbors;

  private final Consumer<Heard> hearing;
  private final ByteBuffer out = ByteBuffer.allocateDirect(FRAME_BYTES);
  private final ByteBuffer in = ByteBuffer.allocateDirect(HEARD_BYTES);
  private final List<ReadWatch> watches = new ArrayList<>();

  private LinkSocket(
      Mac mac, PacketSocket answers, PacketSocket neighbors, Consumer<Heard> hearing) {
    this.mac = mac;
    this.answers = answers;
    this.neighbors = neighbors;
    this.hearing = hearing;
  }

  static LinkSocket open(
      IoEventLoop loop, OwnLink link, Family family, SilentPorts ports, Consumer<Heard> hearing)
      throws KernelException {
    PacketSocket answers =
        PacketSocket.openForAnswers(
            link.index(), link.name(), family, ports.first(), ports.first() + ports.count() - 1);
    PacketSocket neighbors = answers;
    if (family == Family.IPV4) {
      try {
        neighbors = PacketSocket.open(link.index(), link.name(), PacketSocket.Hearing.ARP);
      } catch (KernelException refused) {
        answers.close();
        throw refused;
      }
    }
    LinkSocket socket = new LinkSocket(link.mac().orElseThrow(), answers, neighbors, hearing);
    socket.watch(loop, answers);
    if (family == Family.IPV4) {
      socket.watch(loop, neighbors);
    }
    return socket;
  }

  Mac mac() {
    return mac;
  }

  /** Zero, or {@code -errno}. */
  int ask(InetAddress own, InetAddress whose) {
    return neighbors.send(out, Frames.question(out, mac, own, whose));
  }

  /** Zero, or {@code -errno}. */
  int send(Segment segment, Mac to) {
    return answers.send(out, Frames.segment(out, mac, to, segment));
  }

  private void watch(IoEventLoop loop, PacketSocket socket) {
    watches.add(ReadWatch.each(loop, socket.fd(), () -> socket.receive(in), this::take));
  }

  private void take() {
    Heard heard = FrameReader.read(in);
    if (heard != null) {
      hearing.accept(heard);
    }
  }

  @Override
  public void close() {
    watches.forEach(ReadWatch::close);
    answers.close();
    neighbors.close();
  }
}
