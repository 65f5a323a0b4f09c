package io.directord.kernel.netlink;

import io.directord.kernel.KernelException;
import java.nio.ByteBuffer;

/**
 * One conversation with the kernel over a {@link NetlinkSocket}: batches of messages, each batch
 * answered before the next is written. All methods are called on the socket's loop only.
 *
 * @param <T> what is known at the end
 */
public interface Exchange<T> {

  /**
   * Writes the next batch, or nothing when all is said. A batch is either changes, whose last
   * message asks for an acknowledgement, or one dump request.
   *
   * @param firstSequence for the first message; the others count up from it
   * @return how many messages were written; 0 ends the exchange
   */
  int write(MessageWriter out, int firstSequence);

  /** A message of data. The buffer holds the body after the netlink header, and is reused. */
  void onData(int sequence, int type, ByteBuffer body) throws MalformedMessage;

  /**
   * The message with this sequence was refused; the rest of its batch was carried out. Throwing
   * ends the exchange with that failure.
   */
  void onRefused(int sequence, int errno, String text) throws KernelException;

  /** Whether the batch written last was a dump request. */
  boolean dumping();

  /**
   * Changes disturbed the dump under way, or parts of it were lost: forget what was heard since the
   * last batch, and write that batch again next.
   */
  void rewind();

  T result();
}
