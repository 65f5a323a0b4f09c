package io.directord.kernel.packet;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Libc;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Assumptions;

/** The loopback link of the machine that tests, and packets on it. */
final class Loopback {
  private static final long NANOS_MAX = 5_000_000_000L;

  private Loopback() {}

  /** Opens a socket; who may not is told why the test is skipped. */
  interface Opening<S> {
    S open() throws KernelException;
  }

  static <S> S open(Opening<S> opening) throws KernelException {
    try {
      return opening.open();
    } catch (KernelException refused) {
      Assumptions.assumeFalse(refused.errno() == Errno.EPERM, refused.getMessage());
      throw refused;
    }
  }

  static int index() {
    try {
      return NetworkInterface.getByName("lo").getIndex();
    } catch (SocketException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Receives until something comes that is the one looked for. */
  static ByteBuffer await(Poller poller, int fd, ToIntFunction<ByteBuffer> receive, Filter wanted) {
    ByteBuffer buffer = Libc.nativeBuffer(2048).order(ByteOrder.BIG_ENDIAN);
    long deadline = Poller.nowNanos() + NANOS_MAX;
    poller.watch(fd, () -> {});
    try {
      while (Poller.nowNanos() - deadline < 0) {
        int bytes = receive.applyAsInt(buffer);
        if (bytes >= 0 && wanted.test(buffer)) {
          return buffer;
        }
        if (bytes < 0) {
          poller.await(deadline);
        }
      }
    } finally {
      poller.unwatch(fd);
    }
    throw new AssertionError("nothing was heard");
  }

  interface Filter {
    boolean test(ByteBuffer packet);
  }

  static InetAddress ip(String address) {
    return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(address), address);
  }
}
