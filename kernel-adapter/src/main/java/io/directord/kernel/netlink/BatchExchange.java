package io.directord.kernel.netlink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends changes by the thousand. Only the last of a batch asks for an acknowledgement: refusals
 * come with their own sequence number anyway, and an answer to each would flood the receive queue.
 *
 * @param <C> a change
 * @param <R> a change that was refused
 */
public final class BatchExchange<C, R> implements Exchange<List<R>> {
  /** So many refusals still fit the socket's receive queue, should every change be refused. */
  public static final int BATCH_CHANGES_MAX = 4000;

  /** Longer than any one change. */
  private static final int MESSAGE_BYTES_MAX = 512;

  private final List<? extends C> changes;
  private final Writer<C> writer;
  private final Refuser<C, R> refuser;
  private final List<R> refused = new ArrayList<>();
  private int batchFrom;
  private int next;
  private int batchSequence;

  public BatchExchange(List<? extends C> changes, Writer<C> writer, Refuser<C, R> refuser) {
    this.changes = changes;
    this.writer = writer;
    this.refuser = refuser;
  }

  /** Writes one change as one whole message. */
  @FunctionalInterface
  public interface Writer<C> {
    void write(MessageWriter out, C change, int sequence);
  }

  /** Makes a value of a refusal. */
  @FunctionalInterface
  public interface Refuser<C, R> {
    R refused(C change, int errno, String kernelText);
  }

  @Override
  public int write(MessageWriter out, int firstSequence) {
    batchFrom = next;
    batchSequence = firstSequence;
    while (next < changes.size()
        && next - batchFrom < BATCH_CHANGES_MAX
        && out.room() >= MESSAGE_BYTES_MAX) {
      writeNext(out);
    }
    if (next > batchFrom) {
      out.addFlag(MessageWriter.FLAG_ACK);
    }
    return next - batchFrom;
  }

  /** A method of its own: a loop is compiled late, what it calls is compiled soon. */
  private void writeNext(MessageWriter out) {
    writer.write(out, changes.get(next), batchSequence + next - batchFrom);
    next++;
  }

  @Override
  public void onData(int sequence, int type, ByteBuffer body) {}

  @Override
  public void onRefused(int sequence, int errno, String text) {
    C change = changes.get(batchFrom + sequence - batchSequence);
    refused.add(refuser.refused(change, errno, text));
  }

  @Override
  public boolean dumping() {
    return false;
  }

  @Override
  public void rewind() {
    throw new IllegalStateException("changes are never sent twice");
  }

  @Override
  public List<R> result() {
    return List.copyOf(refused);
  }
}
