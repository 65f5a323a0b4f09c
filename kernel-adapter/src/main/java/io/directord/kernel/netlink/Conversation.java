package io.directord.kernel.netlink;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Carries out exchanges one after the other: what is sent next, and what each answer belongs to. It
 * has no socket and no clock of its own. Owned by one thread; whoever waits for an exchange is told
 * on that thread, and may begin the next one there and then.
 */
final class Conversation {
  private static final int REWINDS_MAX = 10;

  private static final int GROWTH = 8;

  private final int batchBytesMax;
  private ByteBuffer sendBuffer;
  private final ToIntFunction<ByteBuffer> wire;
  private final Queue<Pending<?>> waiting = new ArrayDeque<>();
  private @Nullable Pending<?> current;
  private int sequence = 1;
  private long progress;

  /**
   * @param batchBytes of the first batch, at most; enough for any message
   * @param batchBytesMax what is sent at once grows up to that while there is more of it
   * @param wire sends what remains in the buffer; a negative answer is an error number
   */
  Conversation(int batchBytes, int batchBytesMax, ToIntFunction<ByteBuffer> wire) {
    this.sendBuffer = buffer(batchBytes);
    this.batchBytesMax = batchBytesMax;
    this.wire = wire;
  }

  /** Begins the exchange when those before it are done. */
  <T> CompletionStage<T> start(String subject, Exchange<T> exchange) {
    Pending<T> pending = new Pending<>(subject, exchange);
    waiting.add(pending);
    advance();
    return pending.done;
  }

  /** Whether an answer is due. */
  boolean busy() {
    return current != null;
  }

  /** Goes up whenever something was sent or heard. */
  long progress() {
    return progress;
  }

  /** Takes what one receive brought. */
  void onDatagram(ByteBuffer datagram) {
    progress++;
    Datagram.split(datagram, this::onMessage);
  }

  /** The receive queue ran over: which answers are missing cannot be known. */
  void onLost() {
    Pending<?> pending = current;
    if (pending != null && pending.exchange.dumping()) {
      pending.disturbed = true; // the kernel still sends the rest and says when it is done
    } else if (pending != null) {
      failCurrent(pending, new KernelException(pending.subject, Errno.ENOBUFS.number()));
    }
  }

  /** Nothing was heard for too long: the exchange under way is given up. */
  void onSilence() {
    Pending<?> pending = current;
    if (pending != null) {
      failCurrent(pending, new KernelException(pending.subject, Errno.ETIMEDOUT.number()));
    }
  }

  /** Fails what is under way and what waits. */
  void failAll(KernelException cause) {
    Queue<Pending<?>> failed = new ArrayDeque<>(waiting);
    waiting.clear();
    Pending<?> pending = current;
    current = null;
    if (pending != null) {
      pending.done.completeExceptionally(cause);
    }
    failed.forEach(each -> each.done.completeExceptionally(cause));
  }

  /** Sends the next batch when no answer is due: of the exchange under way, or of the next one. */
  private void advance() {
    while (true) {
      if (current == null) {
        current = waiting.poll();
      }
      Pending<?> pending = current;
      if (pending == null || pending.inFlight) {
        return;
      }
      sendBatch(pending);
    }
  }

  private void sendBatch(Pending<?> pending) {
    sendBuffer.clear();
    int messages = pending.exchange.write(new MessageWriter(sendBuffer), sequence);
    if (messages == 0) {
      current = null;
      pending.succeed();
      return;
    }
    pending.firstSequence = sequence;
    pending.lastSequence = sequence + messages - 1;
    pending.disturbed = false;
    pending.inFlight = true;
    sequence += messages;
    progress++;
    ByteBuffer batch = sendBuffer.flip();
    if (batch.limit() > batch.capacity() / 2 && batch.capacity() < batchBytesMax) {
      sendBuffer = buffer(Math.min(GROWTH * batch.capacity(), batchBytesMax));
    }
    int sent = wire.applyAsInt(batch);
    if (sent < 0 && current == pending) {
      current = null;
      pending.done.completeExceptionally(new KernelException(pending.subject, -sent));
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }

  private void onMessage(NetlinkHeader header, ByteBuffer message) {
    Pending<?> pending = current;
    if (pending == null || !pending.asked(header.sequence())) {
      return; // the late answer to an exchange that was given up
    }
    if (header.interrupted()) {
      pending.disturbed = true;
    }
    try {
      onAnswer(pending, header, header.bodyOf(message));
    } catch (KernelException refused) {
      failCurrent(pending, refused);
    } catch (MalformedMessage malformed) {
      String words = "malformed answer: " + malformed.getMessage();
      failCurrent(pending, new KernelException(pending.subject, Errno.UNKNOWN, words));
    }
  }

  private void onAnswer(Pending<?> pending, NetlinkHeader header, ByteBuffer body)
      throws KernelException, MalformedMessage {
    int answered = header.sequence();
    switch (header.type()) {
      case NetlinkHeader.DONE -> {
        int errno = ErrorMessage.ofDone(body);
        if (errno != 0) {
          pending.exchange.onRefused(answered, errno, "");
        }
        batchOver(pending, errno == 0 && pending.disturbed);
      }
      case NetlinkHeader.ERROR -> {
        ErrorMessage error = ErrorMessage.read(body, header);
        if (error.errno() != 0) {
          pending.exchange.onRefused(answered, error.errno(), error.text());
        }
        if (answered == pending.lastSequence) {
          batchOver(pending, false);
        }
      }
      default -> pending.exchange.onData(answered, header.type(), body);
    }
  }

  private void batchOver(Pending<?> pending, boolean worthless) throws KernelException {
    if (worthless && pending.rewinds++ == REWINDS_MAX) {
      throw new KernelException(pending.subject, Errno.EAGAIN, "changes without end");
    }
    if (worthless) {
      pending.exchange.rewind();
    }
    pending.inFlight = false;
    advance();
  }

  private void failCurrent(Pending<?> pending, KernelException cause) {
    current = null;
    pending.done.completeExceptionally(cause);
    advance();
  }

  /** An exchange, where its answers lie, and who waits for it. */
  private static final class Pending<T> {
    final String subject;
    final Exchange<T> exchange;
    final CompletableFuture<T> done = new CompletableFuture<>();
    int firstSequence;
    int lastSequence;
    int rewinds;
    boolean disturbed;
    boolean inFlight;

    Pending(String subject, Exchange<T> exchange) {
      this.subject = subject;
      this.exchange = exchange;
    }

    boolean asked(int sequence) {
      return inFlight && sequence - firstSequence >= 0 && lastSequence - sequence >= 0;
    }

    void succeed() {
      done.complete(exchange.result());
    }
  }
}
