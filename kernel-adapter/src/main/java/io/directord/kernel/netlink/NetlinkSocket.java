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
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A netlink socket on an epoll loop. Exchanges are carried out one after the other; messages that
 * belong to none (multicast) go to the listener. Owned by its loop; {@link #start}, {@link #close}
 * and {@code toString} may be called from any thread.
 */
public final class NetlinkSocket implements EpollIoHandle, AutoCloseable {
  public static final int ROUTE = 0;
  public static final int GENERIC = 16;

  /** As long as one batch may be; also what the kernel is asked to take at once. */
  public static final int BATCH_BYTES_MAX = 1 << 20;

  private static final int RECEIVE_BYTES = 1 << 16;
  private static final int RECEIVE_QUEUE_BYTES = 8 << 20;
  private static final int DATAGRAMS_PER_WAKEUP = 256;
  private static final int REWINDS_MAX = 10;
  private static final long ANSWER_SECONDS_MAX = 10;

  private static final int OPTION_CAP_ACK = 10; // NETLINK_CAP_ACK
  private static final int OPTION_EXT_ACK = 11; // NETLINK_EXT_ACK

  private final IoEventLoop loop;
  private final int fd;
  private final FileDescriptor descriptor;
  private final Consumer<ByteBuffer> listener;
  private final ByteBuffer sendBuffer = Libc.nativeBuffer(BATCH_BYTES_MAX);
  private final ByteBuffer receiveBuffer = Libc.nativeBuffer(RECEIVE_BYTES);
  private final Queue<Pending<?>> waiting = new ArrayDeque<>();
  private @Nullable Pending<?> current;
  private @Nullable IoRegistration registration;
  private @Nullable ScheduledFuture<?> deadline;
  private int sequence = 1;
  private boolean closed;

  private NetlinkSocket(IoEventLoop loop, int fd, Consumer<ByteBuffer> listener) {
    this.loop = loop;
    this.fd = fd;
    this.descriptor = new FileDescriptor(fd);
    this.listener = listener;
  }

  /** Opens a socket for requests only. */
  public static NetlinkSocket open(IoEventLoop loop, int protocol) throws KernelException {
    return open(loop, protocol, 0, message -> {});
  }

  /**
   * Opens a socket that also hears these multicast groups.
   *
   * @param listener gets each unasked message from its header on, on the loop; the buffer is reused
   */
  public static NetlinkSocket open(
      IoEventLoop loop, int protocol, int groups, Consumer<ByteBuffer> listener)
      throws KernelException {
    int type = Libc.SOCK_RAW | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC;
    int fd = check("netlink socket", Libc.socket(Libc.AF_NETLINK, type, protocol));
    try {
      check("netlink bind", Libc.bindNetlink(fd, groups));
      enlarge(fd, Libc.SO_SNDBUFFORCE, Libc.SO_SNDBUF, 2 * BATCH_BYTES_MAX);
      enlarge(fd, Libc.SO_RCVBUFFORCE, Libc.SO_RCVBUF, RECEIVE_QUEUE_BYTES);
      // Older kernels lack these two; their answers are then longer and less wordy.
      Libc.setsockopt(fd, Libc.SOL_NETLINK, OPTION_CAP_ACK, 1);
      Libc.setsockopt(fd, Libc.SOL_NETLINK, OPTION_EXT_ACK, 1);
    } catch (KernelException refused) {
      Libc.close(fd);
      throw refused;
    }
    NetlinkSocket socket = new NetlinkSocket(loop, fd, listener);
    loop.register(socket).addListener(done -> socket.registered((IoRegistration) done.getNow()));
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
    Pending<T> pending = new Pending<>(subject, exchange, new CompletableFuture<>());
    if (loop.inEventLoop()) {
      enqueue(pending);
    } else {
      loop.execute(() -> enqueue(pending));
    }
    return pending.done();
  }

  /** Fails what is under way and closes the socket. */
  @Override
  public void close() {
    if (loop.inEventLoop()) {
      closeOnLoop();
    } else {
      loop.execute(this::closeOnLoop);
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
    done.submit(EpollIoOps.EPOLLIN);
    if (closed) {
      done.cancel();
    }
  }

  private void enqueue(Pending<?> pending) {
    if (closed) {
      pending.fail(new KernelException(pending.subject(), Errno.UNKNOWN, "the socket is closed"));
      return;
    }
    waiting.add(pending);
    if (current == null) {
      advance();
    }
  }

  /** Starts the next exchange, or the next batch of the one under way. */
  private void advance() {
    while (!closed) {
      if (current == null) {
        current = waiting.poll();
        if (current == null) {
          return;
        }
      }
      if (writeBatch(current)) {
        return;
      }
      finish(current);
    }
  }

  /** True when a batch went out and answers are due. */
  private boolean writeBatch(Pending<?> pending) {
    sendBuffer.clear();
    int messages = pending.exchange().write(new MessageWriter(sendBuffer), sequence);
    if (messages == 0) {
      return false;
    }
    pending.firstSequence = sequence;
    pending.lastSequence = sequence + messages - 1;
    pending.disturbed = false;
    sequence += messages;
    sendBuffer.flip();
    int sent = Libc.send(fd, sendBuffer);
    if (sent < 0) {
      pending.fail(new KernelException(pending.subject(), -sent));
      return false;
    }
    armDeadline(pending);
    return true;
  }

  private void armDeadline(Pending<?> pending) {
    disarmDeadline();
    deadline =
        loop.schedule(
            () -> {
              pending.fail(new KernelException(pending.subject(), Errno.ETIMEDOUT.number()));
              if (current == pending) {
                finish(pending);
                advance();
              }
            },
            ANSWER_SECONDS_MAX,
            TimeUnit.SECONDS);
  }

  private void disarmDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private void finish(Pending<?> pending) {
    disarmDeadline();
    current = null;
    pending.succeed();
  }

  private void receive() {
    for (int i = 0; i < DATAGRAMS_PER_WAKEUP && !closed; i++) {
      receiveBuffer.clear();
      int bytes = Libc.recv(fd, receiveBuffer);
      if (bytes == -Errno.EAGAIN.number() || bytes == -Errno.EINTR.number()) {
        return;
      }
      if (bytes == -Errno.ENOBUFS.number() || bytes > receiveBuffer.capacity()) {
        answersLost();
      } else if (bytes < 0) {
        failAll(new KernelException("netlink recv", -bytes));
        return;
      } else {
        receiveBuffer.limit(bytes);
        Datagram.split(receiveBuffer, this::onMessage);
      }
    }
  }

  /** The receive queue ran over: which answers are missing cannot be known. */
  private void answersLost() {
    Pending<?> pending = current;
    if (pending != null && pending.exchange().dumping()) {
      pending.disturbed = true; // the kernel still sends the rest and says when it is done
    } else if (pending != null) {
      pending.fail(new KernelException(pending.subject(), Errno.ENOBUFS.number()));
      finish(pending);
      advance();
    }
  }

  private void onMessage(NetlinkHeader header, ByteBuffer message) {
    Pending<?> pending = current;
    if (pending == null || !pending.asked(header.sequence())) {
      if (header.sequence() == 0) {
        listener.accept(message);
      }
      return; // otherwise the late answer to an exchange that was given up
    }
    if (header.interrupted()) {
      pending.disturbed = true;
    }
    ByteBuffer body = header.bodyOf(message);
    try {
      switch (header.type()) {
        case NetlinkHeader.DONE -> batchOver(pending, pending.disturbed);
        case NetlinkHeader.ERROR -> onErrorMessage(pending, header.sequence(), body, header);
        default -> pending.exchange().onData(header.sequence(), header.type(), body);
      }
    } catch (KernelException refused) {
      pending.fail(refused);
      finish(pending);
      advance();
    } catch (MalformedMessage malformed) {
      pending.fail(
          new KernelException(
              pending.subject(), Errno.UNKNOWN, "malformed answer: " + malformed.getMessage()));
      finish(pending);
      advance();
    }
  }

  private void onErrorMessage(
      Pending<?> pending, int answered, ByteBuffer body, NetlinkHeader header)
      throws MalformedMessage, KernelException {
    ErrorMessage error = ErrorMessage.read(body, header);
    if (error.errno() != 0) {
      pending.exchange().onRefused(answered, error.errno(), error.text());
    }
    if (answered == pending.lastSequence) {
      batchOver(pending, false);
    }
  }

  private void batchOver(Pending<?> pending, boolean worthless) {
    if (worthless && pending.rewinds++ == REWINDS_MAX) {
      pending.fail(new KernelException(pending.subject(), Errno.EAGAIN, "changes without end"));
      finish(pending);
    } else if (worthless) {
      pending.exchange().rewind();
    }
    advance();
  }

  private void failAll(KernelException cause) {
    if (current != null) {
      current.fail(cause);
      finish(current);
    }
    for (Pending<?> pending = waiting.poll(); pending != null; pending = waiting.poll()) {
      pending.fail(cause);
    }
  }

  private void closeOnLoop() {
    if (closed) {
      return;
    }
    closed = true;
    failAll(new KernelException("netlink", Errno.UNKNOWN, "the socket is closed"));
    if (registration != null) {
      registration.cancel();
    }
    Libc.close(fd);
  }

  /** An exchange, where its answers lie, and who waits for it. */
  private static final class Pending<T> {
    private final String subject;
    private final Exchange<T> exchange;
    private final CompletableFuture<T> done;
    private int firstSequence;
    private int lastSequence;
    private int rewinds;
    private boolean disturbed;

    Pending(String subject, Exchange<T> exchange, CompletableFuture<T> done) {
      this.subject = subject;
      this.exchange = exchange;
      this.done = done;
    }

    String subject() {
      return subject;
    }

    Exchange<T> exchange() {
      return exchange;
    }

    CompletableFuture<T> done() {
      return done;
    }

    boolean asked(int sequence) {
      return sequence - firstSequence >= 0 && lastSequence - sequence >= 0;
    }

    void succeed() {
      if (!done.isDone()) {
        done.complete(exchange.result());
      }
    }

    void fail(KernelException cause) {
      done.completeExceptionally(cause);
    }
  }
}
