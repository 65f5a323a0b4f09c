package io.directord.kernel.packet;

import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Libc;
import io.directord.kernel.libc.LibcSockets;
import io.directord.kernel.libc.NativeBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of TCP ports of this host that nobody else gets, and where the kernel says nothing at
 * all, of IPv4 and IPv6: at each a socket listens whose filter drops whatever comes. Who hears the
 * same packets by a {@link PacketSocket} answers them alone. A port that is only bound would be
 * answered with a reset. Confined to one thread, after opening.
 */
public final class SilentPorts implements AutoCloseable {
  private static final int AT_ONCE = 1;

  private final List<Integer> descriptors = new ArrayList<>();
  private final int first;

  private SilentPorts(int first) {
    this.first = first;
  }

  /**
   * The first block of so many that are all free, beginning at a multiple of them after {@code
   * min}.
   */
  public static SilentPorts open(int min, int max, int count) throws KernelException {
    int refused = Errno.EADDRINUSE.number();
    for (int first = min; first + count - 1 <= max; first += count) {
      SilentPorts ports = new SilentPorts(first);
      refused = ports.listen(count);
      if (refused == 0) {
        return ports;
      }
      ports.close();
      if (refused != Errno.EADDRINUSE.number()) {
        break;
      }
    }
    throw new KernelException("TCP ports " + min + " to " + max, refused);
  }

  public int first() {
    return first;
  }

  public int count() {
    return descriptors.size();
  }

  /** Zero, or the error's number. */
  private int listen(int count) {
    Family family = Family.IPV6;
    int fd = socket(family);
    if (fd == -Errno.EAFNOSUPPORT.number()) {
      family = Family.IPV4;
      fd = socket(family);
    }
    for (int port = first; ; port++) {
      if (fd < 0) {
        return -fd;
      }
      descriptors.add(fd);
      int answer = silence(fd, family, port);
      if (answer < 0) {
        return -answer;
      }
      if (descriptors.size() == count) {
        return 0;
      }
      fd = socket(family);
    }
  }

  private static int socket(Family family) {
    int type = LibcSockets.SOCK_STREAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC;
    return Libc.socket(family.number(), type, 0);
  }

  /** The filter first, so that nothing is ever answered. */
  private static int silence(int fd, Family family, int port) {
    NativeBytes nothing = FrameFilter.of(PacketSocket.Hearing.NOTHING);
    int answer = LibcSockets.attachFilter(fd, nothing);
    if (answer >= 0 && family == Family.IPV6) {
      answer = Libc.setsockopt(fd, LibcSockets.SOL_IPV6, LibcSockets.IPV6_V6ONLY, 0);
    }
    if (answer >= 0) {
      answer = LibcSockets.bind(fd, SocketAddresses.ofAnyAtPort(family, port));
    }
    return answer < 0 ? answer : LibcSockets.listen(fd, AT_ONCE);
  }

  @Override
  public void close() {
    descriptors.forEach(Libc::close);
    descriptors.clear();
  }
}
