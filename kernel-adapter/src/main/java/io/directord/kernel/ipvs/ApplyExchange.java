package io.directord.kernel.ipvs;

import io.directord.kernel.netlink.Exchange;
import io.directord.kernel.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends changes by the thousand. Only the last of a batch asks for an acknowledgement: refusals
 * come with their own sequence number anyway, and an answer to each would flood the receive queue.
 */
final class ApplyExchange implements Exchange<ApplyResult> {
  /** So many refusals still fit the socket's receive queue, should every change be refused. */
  static final int BATCH_CHANGES_MAX = 4000;

  /** Longer than any message of the family. */
  private static final int MESSAGE_BYTES_MAX = 512;

  private final IpvsCodec codec;
  private final List<? extends IpvsChange> changes;
  private final List<Refusal> refused = new ArrayList<>();
  private int batchFrom;
  private int next;
  private int batchSequence;

  ApplyExchange(IpvsCodec codec, List<? extends IpvsChange> changes) {
    this.codec = codec;
    this.changes = changes;
  }

  @Override
  public int write(MessageWriter out, int firstSequence) {
    batchFrom = next;
    batchSequence = firstSequence;
    while (next < changes.size()
        && next - batchFrom < BATCH_CHANGES_MAX
        && out.room() >= MESSAGE_BYTES_MAX) {
      codec.write(out, changes.get(next), firstSequence + next - batchFrom);
      next++;
    }
    if (next > batchFrom) {
      out.addFlag(MessageWriter.FLAG_ACK);
    }
    return next - batchFrom;
  }

  @Override
  public void onData(int sequence, int type, ByteBuffer body) {}

  @Override
  public void onRefused(int sequence, int errno, String text) {
    refused.add(new Refusal(changes.get(batchFrom + sequence - batchSequence), errno, text));
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
  public ApplyResult result() {
    return new ApplyResult(next - refused.size(), refused);
  }
}
