package io.directord.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;

/** A server of datagrams on loopback: for each that comes, those that a function makes of it. */
public final class UdpServer implements AutoCloseable {
  private static final int BYTES_MAX = 65_536;

  private final DatagramSocket socket;
  private final Function<byte[], List<byte[]>> answers;

  private UdpServer(DatagramSocket socket, Function<byte[], List<byte[]>> answers) {
    this.socket = socket;
    this.answers = answers;
  }

  public static UdpServer on(String literal, Function<byte[], List<byte[]>> answers) {
    try {
      var address = new InetSocketAddress(InetAddress.ofLiteral(literal), 0);
      UdpServer server = new UdpServer(new DatagramSocket(address), answers);
      Thread.ofVirtual().start(server::serve);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static UdpServer answering(Function<byte[], byte[]> answer) {
    return on("127.0.0.1", question -> List.of(answer.apply(question)));
  }

  public static UdpServer silent() {
    return on("127.0.0.1", question -> List.of());
  }

  /** A port at which nobody hears datagrams. */
  public static InetSocketAddress nobody() {
    try (UdpServer gone = silent()) {
      return gone.address();
    }
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void close() {
    socket.close();
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[BYTES_MAX], BYTES_MAX);
        socket.receive(packet);
        byte[] question = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
        for (byte[] answer : answers.apply(question)) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException _) {
      // Closed: this is how it ends.
    }
  }
}
