package io.directord.failover.peer;

import io.directord.kernel.Family;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** A director's channel alone, in a network namespace; says on standard output what it hears. */
final class PeerProgram {
  static final int PORT = 9114;

  private PeerProgram() {}

  /** {@code channel NODE LINK 4|6 KEY PEERS|-}, {@code record COUNT} or {@code send TO HEX…}. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "channel" -> channel(args);
      case "record" -> record(Integer.parseInt(args[1]));
      default -> send(args);
    }
  }

  private static void channel(String[] args) throws Exception {
    Set<InetAddress> peers =
        args[5].equals("-")
            ? Set.of()
            : Arrays.stream(args[5].split(","))
                .map(InetAddress::ofLiteral)
                .collect(Collectors.toSet());
    Family family = args[3].equals("4") ? Family.IPV4 : Family.IPV6;
    IoEventLoop loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).next();
    PeerCounters counters = new PeerCounters();
    PeerChannel channel = new PeerChannel(loop, new Saying(args[1], counters), counters, false);
    PeerPath path = new PeerPath(args[2], family, peers.isEmpty(), peers);
    channel.update(
        new PeerChannel.Settings(
            HexFormat.of().parseHex(args[4]), PORT, Duration.ofMillis(200), List.of(path)));
    new CountDownLatch(1).await();
  }

  private static void record(int count) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(PORT)) {
      System.out.println("recording");
      for (int i = 0; i < count; i++) {
        DatagramPacket packet = new DatagramPacket(new byte[Codec.BYTES_MAX], Codec.BYTES_MAX);
        socket.receive(packet);
        System.out.println(
            "heard " + HexFormat.of().formatHex(packet.getData(), 0, packet.getLength()));
      }
    }
  }

  private static void send(String[] args) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 2; i < args.length; i++) {
        byte[] bytes = HexFormat.of().parseHex(args[i]);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.ofLiteral(args[1]), PORT));
      }
      System.out.println("sent");
    }
  }

  private record Saying(String node, PeerCounters counters) implements PeerChannel.Listener {
    @Override
    public Report report() {
      return Samples.report(node);
    }

    @Override
    public void onPeers(List<PeerState> peers, long nowNanos) {
      StringBuilder text = new StringBuilder("peers");
      for (PeerState each : peers) {
        String state = each.deaf() ? "deaf" : each.silent() ? "silent" : "heard";
        text.append(' ').append(each.report().node()).append('=').append(state);
      }
      for (Rejection why : Rejection.values()) {
        text.append(' ').append(why).append('=').append(counters.rejected(why));
      }
      System.out.println(text);
    }

    @Override
    public void onStranger(InetAddress from, boolean news) {
      System.out.println("stranger " + from.getHostAddress() + (news ? " news" : ""));
    }

    @Override
    public void onDeaf(String interfaceName, String because) {
      System.out.println("deaf " + interfaceName + " " + because);
    }

    @Override
    public void onBug(Throwable bug) {
      bug.printStackTrace();
      System.exit(70);
    }
  }
}
