package io.directord.kernel.libc;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * A piece of native memory that system calls are given, such as a socket address: seen as a buffer
 * from above, and as a segment from within. Freed with the last of both. Not thread-safe.
 */
public final class NativeBytes {
  private final ByteBuffer buffer;
  private final MemorySegment segment;

  private NativeBytes(ByteBuffer buffer) {
    this.buffer = buffer;
    this.segment = MemorySegment.ofBuffer(buffer);
  }

  public static NativeBytes of(int bytes) {
    return new NativeBytes(Libc.nativeBuffer(bytes));
  }

  /** All of the memory, in the machine's byte order; position and limit mean nothing. */
  public ByteBuffer buffer() {
    return buffer;
  }

  public int bytes() {
    return buffer.capacity();
  }

  MemorySegment segment() {
    return segment;
  }
}
