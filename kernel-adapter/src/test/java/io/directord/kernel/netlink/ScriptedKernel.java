package io.directord.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;

/**
 * The other end of a conversation, for tests: each batch that comes is kept, and answered by the
 * next step of the script.
 */
public final class ScriptedKernel {
  private static final int DUMP_INTERRUPTED = 0x10;

  /** What is done about one batch. */
  @FunctionalInterface
  public interface Step {
    void answer(ScriptedKernel kernel, List<Request> batch);
  }

  /** A message that was sent to the kernel, without its header. */
  public record Request(int type, int flags, int sequence, ByteBuffer body) {}

  private final Queue<Step> script = new ArrayDeque<>();
  private final List<List<Request>> batches = new ArrayList<>();
  private final Queue<Runnable> due = new ArrayDeque<>();
  private final Conversation conversation;

  public ScriptedKernel(int batchBytes) {
    this(batchBytes, batchBytes);
  }

  public ScriptedKernel(int batchBytes, int batchBytesMax) {
    this.conversation = new Conversation(batchBytes, batchBytesMax, this::receive);
  }

  public static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public ScriptedKernel then(Step step) {
    script.add(step);
    return this;
  }

  /** Runs the exchange for as long as the script has answers. */
  public <T> CompletionStage<T> run(Exchange<T> exchange) {
    CompletionStage<T> done = conversation.start("scripted", exchange);
    for (Runnable next = due.poll(); next != null; next = due.poll()) {
      next.run();
    }
    return done;
  }

  public List<List<Request>> batches() {
    return batches;
  }

  /** Whatever was due did not come. */
  public void silence() {
    conversation.onSilence();
  }

  public void lost() {
    conversation.onLost();
  }

  /** Data, with what stands behind its header. */
  public void data(int sequence, int type, ByteBuffer body) {
    message(type, 0, sequence, body);
  }

  public void done(int sequence) {
    message(NetlinkHeader.DONE, 0, sequence, word(0));
  }

  public void brokenOff(int sequence, int errno) {
    message(NetlinkHeader.DONE, 0, sequence, word(-errno));
  }

  public void doneInterrupted(int sequence) {
    message(NetlinkHeader.DONE, DUMP_INTERRUPTED, sequence, word(0));
  }

  /** An acknowledgement, or a refusal when the number is not 0. */
  public void error(int sequence, int errno) {
    message(NetlinkHeader.ERROR, 0x100, sequence, buffer(20).putInt(-errno).position(20).flip());
  }

  private static ByteBuffer word(int value) {
    return buffer(4).putInt(value).flip();
  }

  private void message(int type, int flags, int sequence, ByteBuffer body) {
    int length = MessageWriter.HEADER_BYTES + body.remaining();
    ByteBuffer message = buffer(length);
    message.putInt(length).putShort((short) type).putShort((short) flags).putInt(sequence);
    message.putInt(0).put(body.duplicate());
    conversation.onDatagram(message.flip());
  }

  private int receive(ByteBuffer batch) {
    List<Request> requests = new ArrayList<>();
    Datagram.split(
        batch,
        (header, message) -> {
          ByteBuffer body = header.bodyOf(message);
          ByteBuffer copy = buffer(body.remaining()).put(body).flip();
          requests.add(new Request(header.type(), header.flags(), header.sequence(), copy));
        });
    batches.add(requests);
    Step step = script.poll();
    if (step != null) {
      due.add(() -> step.answer(this, requests));
    }
    return batch.remaining();
  }
}
