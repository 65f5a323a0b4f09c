package io.directord.kernel.packet;

import io.directord.kernel.Errno;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells on an epoll loop that a descriptor can be read. The descriptor stays its owner's, who
 * closes it after {@link #close}. Confined to the loop.
 */
public final class ReadWatch implements EpollIoHandle, AutoCloseable {
  private static final int PER_TURN = 256;

  private final FileDescriptor descriptor;
  private final Runnable onReadable;
  private @Nullable IoRegistration registration;
  private boolean closed;

  private ReadWatch(int fd, Runnable onReadable) {
    this.descriptor = new FileDescriptor(fd);
    this.onReadable = onReadable;
  }

  /** Level triggered: read until there is nothing left. */
  public static ReadWatch watch(IoEventLoop loop, int fd, Runnable onReadable) {
    ReadWatch readable = new ReadWatch(fd, onReadable);
    loop.register(readable)
        .addListener(done -> {
          if (done.isSuccess()) {
            readable.registered((IoRegistration) done.getNow());
          }
        });
    return readable;
  }

  /**
   * Receives what comes, a bounded number at a time: then the loop does something else before it is
   * told of the rest.
   *
   * @param receive into its owner's buffer; negative, {@code -errno}, when there is nothing
   * @param taken called for each
   */
  public static ReadWatch each(IoEventLoop loop, int fd, IntSupplier receive, Runnable taken) {
    return watch(
        loop,
        fd,
        () -> {
          for (int n = 0; n < PER_TURN; n++) {
            int answered = receive.getAsInt();
            if (answered >= 0) {
              taken.run();
            } else if (answered != -Errno.EINTR.number()) {
              return;
            }
          }
        });
  }

  private void registered(IoRegistration done) {
    registration = done;
    if (closed) {
      done.cancel();
    } else {
      done.submit(EpollIoOps.EPOLLIN);
    }
  }

  @Override
  public FileDescriptor fd() {
    return descriptor;
  }

  @Override
  public void handle(IoRegistration registered, IoEvent event) {
    if (!closed) {
      onReadable.run();
    }
  }

  @Override
  public void close() {
    closed = true;
    if (registration != null) {
      registration.cancel();
    }
  }
}
