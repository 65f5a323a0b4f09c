package io.directord.failover;

import io.directord.failover.LinkTable.Port;
import io.directord.failover.address.GratuitousArp;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.address.NeighborAdvertisement;
import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.packet.PacketSocket;
import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Tells everybody on one interface where addresses live now: gratuitous ARP (RFC 5227 section 3)
 * and unsolicited neighbour advertisements (RFC 4861 section 7.2.6). Copies go round by round, so
 * that the last address is told of before the first is repeated. Confined to its loop.
 */
final class Announcer implements AutoCloseable {
  /** So many frames in one go, so that the loop hears of other things in between. */
  private static final int FRAMES_AT_ONCE_MAX = 512;

  /** 20 bursts of 1,000 addresses: what does not fit is of no use any more. */
  private static final int QUEUE_MAX = 100_000;

  private static final long FULL_QUEUE_PAUSE_NANOS = 1_000_000;
  private static final int FRAME_BYTES = 128;

  private record Item(HeldAddress address, RouterCounters counters) {}

  private final EventLoop loop;
  private final PacketSocket socket;
  private final MacAddress mac;
  private final Predicate<HeldAddress> held;
  private final ByteBuffer frame = ByteBuffer.allocateDirect(FRAME_BYTES);
  private final Queue<Item> queue = new ArrayDeque<>();
  private Duration spacing = Duration.ZERO;
  private boolean running;
  private boolean closed;

  /**
   * Opens the interface.
   *
   * @param held asked before each frame: what was released meanwhile is not announced
   */
  static Announcer open(EventLoop loop, Port port, MacAddress mac, Predicate<HeldAddress> held)
      throws KernelException {
    PacketSocket socket =
        PacketSocket.open(port.index(), port.name(), PacketSocket.Hearing.NOTHING);
    return new Announcer(loop, socket, mac, held);
  }

  private Announcer(
      EventLoop loop, PacketSocket socket, MacAddress mac, Predicate<HeldAddress> held) {
    this.loop = loop;
    this.socket = socket;
    this.mac = mac;
    this.held = held;
  }

  MacAddress mac() {
    return mac;
  }

  /** Queues so many copies of each. */
  void announce(
      List<HeldAddress> addresses, int copies, Duration newSpacing, RouterCounters counters) {
    spacing = newSpacing;
    for (int copy = 0; copy < copies; copy++) {
      for (HeldAddress address : addresses) {
        if (queue.size() < QUEUE_MAX) {
          queue.add(new Item(address, counters));
        }
      }
    }
    if (!running) {
      run();
    }
  }

  private void run() {
    running = false;
    int frames = spacing.isZero() ? FRAMES_AT_ONCE_MAX : 1;
    for (int i = 0; i < frames && !closed; i++) {
      Item item = queue.peek();
      if (item == null) {
        return;
      }
      if (held.test(item.address())) {
        if (!send(item.address())) {
          again(FULL_QUEUE_PAUSE_NANOS);
          return;
        }
        item.counters().announcements.increment();
      }
      queue.remove();
    }
    if (!queue.isEmpty() && !closed) {
      again(spacing.toNanos());
    }
  }

  private void again(long nanos) {
    running = true;
    if (nanos == 0) {
      loop.execute(this::run);
    } else {
      loop.schedule(this::run, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** False: the interface's queue is full, try again. */
  private boolean send(HeldAddress held) {
    int bytes =
        switch (held.address()) {
          case Inet4Address ipv4 -> GratuitousArp.write(mac, ipv4, frame);
          case Inet6Address ipv6 -> NeighborAdvertisement.write(mac, ipv6, true, frame);
          default -> 0;
        };
    int answer = bytes == 0 ? 0 : socket.send(frame, bytes);
    return answer != -Errno.ENOBUFS.number() && answer != -Errno.EAGAIN.number();
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
  }
}
