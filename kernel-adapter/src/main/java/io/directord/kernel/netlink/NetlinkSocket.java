package io.directord.kernel.netlink;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Libc;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A netlink socket on an epoll loop: either for exchanges, one after the other, or for listening.
 * Owned by its loop; {@link #start} and {@link #close} may be called from any thread.
 */
public final class NetlinkSocket implements EpollIoHandle, AutoCloseable {
  public static final int ROUTE = 0;
  public static final int GENERIC = 16;

  /** As long as one batch may be, where a hundred thousand changes are to go out at once. */
  public static final int LONG_BATCH_BYTES = 1 << 20;

  /** A batch for a thousand changes or so. */
  public static final int BATCH_BYTES = 1 << 17;

  /** Enough for any message, and for what is asked while nothing happens. */
  private static final int FIRST_BATCH_BYTES = 1 << 14;

  private static final int RECEIVE_BYTES = 1 << 16;
  private static final int RECEIVE_QUEUE_BYTES = 8 << 20;
  private static final int DATAGRAMS_PER_WAKEUP = 256;
  private static final long SILENCE_SECONDS_MAX = 10;

  private static final int OPTION_CAP_ACK = 10; // NETLINK_CAP_ACK
  private static final int OPTION_EXT_ACK = 11; // NETLINK_EXT_ACK

  /** Of all sockets of a loop: what was received is done with before anything else is. */
  private static final FastThreadLocal<ByteBuffer> RECEIVED =
      new FastThreadLocal<>() {
        @Override
        protected ByteBuffer initialValue() {
          return Libc.nativeBuffer(RECEIVE_BYTES);
        }
      };

  private final IoEventLoop loop;
  private final int fd;
  private final FileDescriptor descriptor;
  private final Conversation conversation;
  private final @Nullable Listener listener;
  private ByteBuffer sendBuffer = Libc.nativeBuffer(0);
  private @Nullable IoRegistration registration;
  private boolean watched;
  private boolean closed;

  private NetlinkSocket(IoEventLoop loop, int fd, int batchBytes, @Nullable Listener listener) {
    this.loop = loop;
    this.fd = fd;
    this.descriptor = new FileDescriptor(fd);
    this.listener = listener;
    this.conversation =
        new Conversation(Math.min(FIRST_BATCH_BYTES, batchBytes), batchBytes, this::send);
  }

  private int send(ByteBuffer batch) {
    if (sendBuffer.capacity() < batch.capacity()) {
      sendBuffer = Libc.nativeBuffer(batch.capacity());
    }
    sendBuffer.clear();
    sendBuffer.put(batch.duplicate()).flip();
    return Libc.send(fd, sendBuffer);
  }

  /** Hears what the kernel tells everybody. Called on the socket's loop only. */
  public interface Listener {
    /** One message from its header on; the buffer is reused afterwards. */
    void onMessage(NetlinkHeader header, ByteBuffer message);

    /** Messages were lost: only reading everything again tells what there is now. */
    void onLost();
  }

  /** Opens a socket for exchanges; the kernel is asked to take so many bytes at once. */
  public static NetlinkSocket open(IoEventLoop loop, int protocol, int batchBytes)
      throws KernelException {
    return open(loop, protocol, batchBytes, 0, null);
  }

  /**
   * Opens a socket that hears these multicast groups, and nothing else: its queue may run over
   * without loss to any exchange.
   */
  public static NetlinkSocket listen(IoEventLoop loop, int protocol, int groups, Listener listener)
      throws KernelException {
    return open(loop, protocol, 0, groups, listener);
  }

  private static NetlinkSocket open(
      IoEventLoop loop, int protocol, int batchBytes, int groups, @Nullable Listener listener)
      throws KernelException {
    int type = Libc.SOCK_RAW | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC;
    int fd = check("netlink socket", Libc.socket(Libc.AF_NETLINK, type, protocol));
    try {
      check("netlink bind", Libc.bindNetlink(fd, groups));
      enlarge(fd, Libc.SO_SNDBUFFORCE, Libc.SO_SNDBUF, 2 * batchBytes);
      enlarge(fd, Libc.SO_RCVBUFFORCE, Libc.SO_RCVBUF, RECEIVE_QUEUE_BYTES);
      // Older kernels lack these two; their answers are then longer and less wordy.
      Libc.setsockopt(fd, Libc.SOL_NETLINK, OPTION_CAP_ACK, 1);
      Libc.setsockopt(fd, Libc.SOL_NETLINK, OPTION_EXT_ACK, 1);
    } catch (KernelException refused) {
      Libc.close(fd);
      throw refused;
    }
    NetlinkSocket socket = new NetlinkSocket(loop, fd, batchBytes, listener);
    loop.register(socket)
        .addListener(done -> {
          if (done.isSuccess()) {
            socket.registered((IoRegistration) done.getNow());
          } else {
            socket.closeOnLoop();
          }
        });
    return socket;
  }

  private static void enlarge(int fd, int forced, int plain, int bytes) {
    if (Libc.setsockopt(fd, Libc.SOL_SOCKET, forced, bytes) < 0) {
      Libc.setsockopt(fd, Libc.SOL_SOCKET, plain, bytes);
    }
  }

  private static int check(String call, int answer) throws KernelException {
    if (answer < 0) {
      throw new KernelException(call, -answer);
    }
    return answer;
  }

  /** Begins the exchange when those before it are done. Failures are {@link KernelException}s. */
  public <T> CompletionStage<T> start(String subject, Exchange<T> exchange) {
    if (loop.inEventLoop()) {
      return startOnLoop(subject, exchange);
    }
    CompletableFuture<T> done = new CompletableFuture<>();
    try {
      loop.execute(() -> Unwrapped.relay(startOnLoop(subject, exchange), done));
    } catch (RejectedExecutionException loopHasEnded) {
      done.completeExceptionally(closed(subject));
    }
    return done;
  }

  /** Fails what is under way and closes the socket. */
  @Override
  public void close() {
    if (loop.inEventLoop()) {
      closeOnLoop();
    } else if (!loop.isShuttingDown()) {
      loop.execute(this::closeOnLoop); // a loop that ends closes its handles itself
    }
  }

  @Override
  public FileDescriptor fd() {
    return descriptor;
  }

  /** Called on the socket's loop only. */
  @Override
  public void handle(IoRegistration registered, IoEvent event) {
    EpollIoEvent epoll = (EpollIoEvent) event;
    if (epoll.ops().contains(EpollIoOps.EPOLLIN) || epoll.ops().contains(EpollIoOps.EPOLLERR)) {
      receive();
    }
  }

  private void registered(IoRegistration done) {
    registration = done;
    if (closed) {
      done.cancel();
    } else {
      done.submit(EpollIoOps.EPOLLIN);
    }
  }

  private <T> CompletionStage<T> startOnLoop(String subject, Exchange<T> exchange) {
    if (closed) {
      return CompletableFuture.failedStage(closed(subject));
    }
    CompletionStage<T> done = conversation.start(subject, exchange);
    watch();
    return done;
  }

  /** Looks now and then whether the kernel still answers, for as long as an answer is due. */
  private void watch() {
    if (watched || closed || !conversation.busy()) {
      return;
    }
    watched = true;
    long before = conversation.progress();
    loop.schedule(
        () -> {
          watched = false;
          if (!closed && conversation.progress() == before) {
            conversation.onSilence();
          }
          watch();
        },
        SILENCE_SECONDS_MAX,
        TimeUnit.SECONDS);
  }

  private void receive() {
    ByteBuffer receiveBuffer = RECEIVED.get();
    for (int i = 0; i < DATAGRAMS_PER_WAKEUP && !closed; i++) {
      receiveBuffer.clear();
      int bytes = Libc.recv(fd, receiveBuffer);
      if (bytes == -Errno.EAGAIN.number() || bytes == -Errno.EINTR.number()) {
        return;
      }
      if (bytes == -Errno.ENOBUFS.number() || bytes > receiveBuffer.capacity()) {
        onLost();
      } else if (bytes < 0) {
        conversation.failAll(new KernelException("netlink recv", -bytes));
        return;
      } else {
        onDatagram(receiveBuffer.limit(bytes));
      }
    }
  }

  private void onDatagram(ByteBuffer datagram) {
    if (listener == null) {
      conversation.onDatagram(datagram);
    } else {
      Datagram.split(datagram, listener::onMessage);
    }
  }

  private void onLost() {
    if (listener == null) {
      conversation.onLost();
    } else {
      listener.onLost();
    }
  }

  private void closeOnLoop() {
    if (closed) {
      return;
    }
    closed = true;
    if (registration != null) {
      registration.cancel();
    }
    Libc.close(fd);
    conversation.failAll(closed("netlink"));
  }

  private static KernelException closed(String subject) {
    return new KernelException(subject, Errno.UNKNOWN, "the socket is closed");
  }
}
