package io.directord.health.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a program writes: the beginning is kept, the rest read and thrown away. Reading waits for
 * nothing. Confined to a probe loop once the program is started.
 */
final class Output {
  /** Of the output, for the evidence. */
  static final int KEPT_BYTES_MAX = 512;

  private static final int READ_BYTES = 64 * 1024;

  /** Then the loop turns to others, however much there is. */
  private static final int TURN_BYTES_MAX = 4 * READ_BYTES;

  private static final FastThreadLocal<ByteBuffer> SCRATCH =
      new FastThreadLocal<>() {
        @Override
        protected ByteBuffer initialValue() {
          return ByteBuffer.allocateDirect(READ_BYTES);
        }
      };

  private final FileDescriptor pipe;
  private final byte[] kept = new byte[KEPT_BYTES_MAX];
  private int size;

  Output(FileDescriptor pipe) {
    this.pipe = pipe;
  }

  /** Returns how many bytes there were. */
  int drain() {
    int total = 0;
    try {
      ByteBuffer scratch = SCRATCH.get();
      while (pipe.isOpen() && total < TURN_BYTES_MAX) {
        int count = pipe.read(scratch, 0, READ_BYTES);
        if (count <= 0) {
          break;
        }
        int fits = Math.min(count, kept.length - size);
        scratch.get(0, kept, size, fits);
        size += fits;
        total += count;
      }
    } catch (IOException _) {
      // A pipe has no trouble but to be closed; what came before stands.
    }
    return total;
  }

  /** The first line that is not empty. */
  String line() {
    return new String(kept, 0, size, UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("");
  }

  void close() {
    try {
      pipe.close();
    } catch (IOException _) {
      // It is given up in any case.
    }
  }
}
