package io.directord.kernel.libc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * sendmsg(2) and recvmsg(2) on one socket, with all the memory that they need allocated once. Does
 * not own the descriptor. Confined to one thread.
 *
 * <pre>
 *  struct msghdr:  | name (8) | its length (4) | - (4) | vector (8) | its length (8) |
 *                  | control (8) | its length (8) | flags (4) | - (4) |
 *  struct iovec:   | base (8) | length (8) |
 * </pre>
 */
public final class Datagrams {
  private static final int HEADER_BYTES = 56;
  private static final int NAME_LENGTH = 8;
  private static final int VECTOR = 16;
  private static final int VECTOR_LENGTH = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int FLAGS = 48;
  private static final int IOVEC_BYTES = 16;

  private static final int NAME_BYTES = 128; // struct sockaddr_storage
  private static final int CONTROL_BYTES = 256;
  private static final int TRUNC = 0x20; // MSG_TRUNC: recvmsg answers the whole length

  private static final LibcCall SENDMSG = LibcCall.named("sendmsg");
  private static final LibcCall RECVMSG = LibcCall.named("recvmsg");

  private final int fd;
  private final MemorySegment state = LibcCall.state();
  private final Half out = new Half();
  private final Half in = new Half();
  private final NativeBytes name = NativeBytes.of(NAME_BYTES);
  private final NativeBytes control = NativeBytes.of(CONTROL_BYTES);

  public Datagrams(int fd) {
    this.fd = fd;
    in.header.set(ValueLayout.ADDRESS, 0, name.segment());
    in.header.set(ValueLayout.ADDRESS, CONTROL, control.segment());
  }

  /**
   * Sends the first bytes of a direct buffer.
   *
   * @param address null: to where the socket is bound
   * @param ancillary one or more whole control messages, or null
   */
  public int send(
      ByteBuffer buffer,
      int bytes,
      @Nullable NativeBytes address,
      @Nullable NativeBytes ancillary) {
    out.vector(buffer, bytes);
    out.put(0, NAME_LENGTH, address);
    out.put(CONTROL, CONTROL_LENGTH, ancillary);
    return SENDMSG.call(state, fd, out.header.address(), 0);
  }

  /**
   * Receives into a direct buffer from 0 on. Answers the whole length, which is more than the
   * buffer took when it was cut off.
   */
  public int receive(ByteBuffer buffer) {
    in.vector(buffer, buffer.capacity());
    in.header.set(Libc.INT, NAME_LENGTH, NAME_BYTES);
    in.header.set(Libc.SIZE, CONTROL_LENGTH, CONTROL_BYTES);
    in.header.set(Libc.INT, FLAGS, 0);
    return RECVMSG.call(state, fd, in.header.address(), TRUNC);
  }

  /** The socket address of whom was received from last. */
  public ByteBuffer name() {
    return name.buffer();
  }

  /** The control messages received last, as many bytes as {@link #controlBytes}. */
  public ByteBuffer control() {
    return control.buffer();
  }

  public int controlBytes() {
    return (int) in.header.get(Libc.SIZE, CONTROL_LENGTH);
  }

  /** One direction's header, and the segment of the buffer that it was used with last. */
  private static final class Half {
    final MemorySegment header = NativeBytes.of(HEADER_BYTES).segment();
    private final MemorySegment vector = NativeBytes.of(IOVEC_BYTES).segment();
    private @Nullable ByteBuffer buffer;
    private MemorySegment whole = MemorySegment.NULL;

    Half() {
      header.set(ValueLayout.ADDRESS, VECTOR, vector);
      header.set(Libc.SIZE, VECTOR_LENGTH, 1);
    }

    @SuppressWarnings("ReferenceEquality") // the same memory, not the same bytes
    void vector(ByteBuffer used, int bytes) {
      if (buffer != used) {
        whole = MemorySegment.ofBuffer(used.duplicate().clear());
        buffer = used;
      }
      if (bytes > whole.byteSize()) {
        throw new IllegalArgumentException(bytes + " bytes of " + whole.byteSize());
      }
      vector.set(ValueLayout.ADDRESS, 0, whole);
      vector.set(Libc.SIZE, 8, bytes);
    }

    void put(int at, int lengthAt, @Nullable NativeBytes value) {
      header.set(ValueLayout.ADDRESS, at, value == null ? MemorySegment.NULL : value.segment());
      int bytes = value == null ? 0 : value.bytes();
      if (lengthAt == NAME_LENGTH) {
        header.set(Libc.INT, lengthAt, bytes); // socklen_t
      } else {
        header.set(Libc.SIZE, lengthAt, bytes);
      }
    }
  }
}
