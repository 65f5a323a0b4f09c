package io.directord.failover;

import io.directord.failover.address.ArpPacket;
import io.directord.failover.address.NeighborMessage;
import io.directord.failover.track.GatewayProbe;
import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.packet.PacketSocket;
import io.directord.kernel.packet.ReadWatch;
import io.netty.channel.IoEventLoop;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Asks a neighbour on a directly connected network by ARP (RFC 826) or neighbour solicitation (RFC
 * 4861 section 7.2), which answer even where ping is filtered. Thread-safe; works on its loop.
 */
public final class NeighborProbe implements GatewayProbe {
  private static final int FRAME_BYTES = 256;
  private static final int FRAMES_AT_ONCE_MAX = 64;

  private final IoEventLoop loop;
  private final Links links;

  public NeighborProbe(IoEventLoop loop, Links links) {
    this.loop = loop;
    this.links = links;
  }

  @Override
  public CompletionStage<Boolean> ask(InetAddress address, Duration timeout) {
    return links
        .links()
        .thenCombine(links.addresses(), (all, own) -> path(address, all, own))
        .thenComposeAsync(
            path ->
                path.map(p -> ask(p, address, timeout))
                    .orElseGet(() ->
                        CompletableFuture.failedStage(
                            new KernelException(
                                "gateway " + address.getHostAddress(),
                                Errno.EADDRNOTAVAIL,
                                "no interface is on its network"))),
            loop);
  }

  /** How a neighbour is reached. */
  private record Path(Link link, MacAddress mac, InetAddress own) {}

  private static Optional<Path> path(
      InetAddress target, List<Link> links, List<Address> addresses) {
    for (Address own : addresses) {
      if (!own.usable() || !sameNetwork(own.address(), target, own.prefixLength())) {
        continue;
      }
      for (Link link : links) {
        if (link.index() == own.linkIndex() && link.usable() && link.mac().isPresent()) {
          return Optional.of(new Path(link, link.mac().get(), own.address()));
        }
      }
    }
    return Optional.empty();
  }

  static boolean sameNetwork(InetAddress own, InetAddress target, int prefixLength) {
    byte[] a = own.getAddress();
    byte[] b = target.getAddress();
    if (a.length != b.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((a[bit / 8] ^ b[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private CompletionStage<Boolean> ask(Path path, InetAddress target, Duration timeout) {
    boolean ipv4 = target instanceof Inet4Address;
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    ByteBuffer frame = ByteBuffer.allocateDirect(FRAME_BYTES);
    try {
      PacketSocket socket =
          PacketSocket.open(
              path.link().index(),
              path.link().name(),
              ipv4 ? PacketSocket.Hearing.ARP : PacketSocket.Hearing.NEIGHBOR_DISCOVERY);
      ReadWatch watch =
          ReadWatch.watch(
              loop,
              socket.fd(),
              () -> {
                for (int i = 0; i < FRAMES_AT_ONCE_MAX && socket.receive(frame) > 0; i++) {
                  if (answers(frame, target, ipv4)) {
                    done.complete(true);
                  }
                }
              });
      loop.schedule(() -> done.complete(false), timeout.toNanos(), TimeUnit.NANOSECONDS);
      done.whenComplete((_, _) -> {
        watch.close();
        socket.close();
      });
      ByteBuffer question = ByteBuffer.allocateDirect(FRAME_BYTES);
      int bytes =
          ipv4
              ? ArpPacket.request(path.mac(), path.own(), target).write(question)
              : NeighborMessage.solicitation(path.mac(), path.own(), target).write(question);
      int sent = socket.send(question, bytes);
      if (sent < 0) {
        done.completeExceptionally(new KernelException("asking " + target.getHostAddress(), -sent));
      }
    } catch (KernelException refused) {
      done.completeExceptionally(refused);
    }
    return done;
  }

  private static boolean answers(ByteBuffer frame, InetAddress target, boolean ipv4) {
    return ipv4
        ? ArpPacket.read(frame).filter(arp -> arp.claims(target)).isPresent()
        : NeighborMessage.read(frame).filter(message -> message.claims(target)).isPresent();
  }
}
