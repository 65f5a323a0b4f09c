package io.directord.health.tcp;

import io.directord.kernel.KernelException;
import io.directord.kernel.packet.Connects;
import io.directord.kernel.packet.ReadWatch;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All connections of {@link ConnectProbe} that are on their way on one loop. Owned by the loop;
 * made when first needed, closed when its thread ends.
 */
final class Connector implements AutoCloseable {
  private static final FastThreadLocal<@Nullable Connector> OF_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected void onRemoval(@Nullable Connector connector) {
          if (connector != null) {
            connector.close();
          }
        }
      };

  private final Connects connects;
  private final ReadWatch watch;

  /** By descriptor; the kernel gives the lowest that is free. */
  private @Nullable ConnectAttempt[] attempts = new @Nullable ConnectAttempt[256];

  private int sequence;

  private Connector(IoEventLoop loop, Connects connects) {
    this.connects = connects;
    this.watch = ReadWatch.watch(loop, connects.epollFd(), this::read);
  }

  static Connector of(IoEventLoop loop) throws KernelException {
    Connector connector = OF_LOOP.getIfExists();
    if (connector == null) {
      connector = new Connector(loop, Connects.open());
      OF_LOOP.set(connector);
    }
    return connector;
  }

  /** Zero, or {@code -errno}. */
  int start(ConnectAttempt attempt) {
    int number = ++sequence;
    int fd = connects.start(attempt.peer(), number);
    if (fd < 0) {
      return fd;
    }
    if (fd >= attempts.length) {
      attempts = Arrays.copyOf(attempts, Math.max(2 * attempts.length, fd + 1));
    }
    attempts[fd] = attempt;
    attempt.started(this, fd, number);
    return 0;
  }

  void hangUp(int fd) {
    attempts[fd] = null;
    connects.hangUp(fd);
  }

  /** A bounded number, then the loop does something else before it is told of the rest. */
  private void read() {
    int count = connects.ended();
    for (int n = 0; n < count; n++) {
      int fd = connects.fd(n);
      ConnectAttempt attempt = fd < attempts.length ? attempts[fd] : null;
      // What ended in this very turn may have been cancelled by an end before it.
      if (attempt != null && attempt.isNumber(connects.sequence(n))) {
        attempt.ended(connects.outcome(n, attempt.peer()));
      }
    }
  }

  @Override
  public void close() {
    watch.close();
    connects.close();
  }
}
