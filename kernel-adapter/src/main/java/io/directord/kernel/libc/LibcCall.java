package io.directord.kernel.libc;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A function of the C library that makes a system call, to be kept in a static final field. All are
 * called in one shape, since the JVM takes milliseconds of each start for another: with five whole
 * numbers, of which a function takes as many as it has. Linux passes the first six numbers and
 * addresses in registers (System V ABI of x86-64 3.2.3, AAPCS64 6.8), also to functions like
 * ioctl(2); who takes fewer does not look at the others, and an {@code int} is the lower half.
 *
 * <p>Whoever gives the address of memory keeps the memory reachable meanwhile. Thread-safe.
 *
 * @param handle a static one's is as good as a constant to the compiler, as it is a record's
 */
record LibcCall(MethodHandle handle) {
  /** What {@link #state} is of. */
  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  private static final long ERRNO_AT = offset(STATE, "errno");

  private static final Linker LINKER = Linker.nativeLinker();
  private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG;
  private static final FunctionDescriptor SHAPE =
      FunctionDescriptor.of(NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER);

  @SuppressWarnings("restricted")
  static LibcCall named(String name) {
    return new LibcCall(
        LINKER.downcallHandle(
            LINKER.defaultLookup().find(name).orElseThrow(),
            SHAPE,
            Linker.Option.captureCallState("errno")));
  }

  /** Memory for what calls of one thread leave of errno; not freed before the segment. */
  static MemorySegment state() {
    return NativeBytes.of((int) STATE.byteSize()).segment();
  }

  /** The same for a call that is made once in a while. */
  static MemorySegment state(SegmentAllocator memory) {
    return memory.allocate(STATE);
  }

  int call(MemorySegment state, long first) {
    return call(state, first, 0, 0, 0, 0);
  }

  int call(MemorySegment state, long first, long second) {
    return call(state, first, second, 0, 0, 0);
  }

  int call(MemorySegment state, long first, long second, long third) {
    return call(state, first, second, third, 0, 0);
  }

  int call(MemorySegment state, long first, long second, long third, long fourth) {
    return call(state, first, second, third, fourth, 0);
  }

  /** Zero or more, or {@code -errno}. */
  int call(MemorySegment state, long first, long second, long third, long fourth, long fifth) {
    try {
      return answer(
          (int) (long) handle.invokeExact(state, first, second, third, fourth, fifth), state);
    } catch (Throwable broken) {
      throw new AssertionError(broken);
    }
  }

  /** As {@link MemoryLayout#byteOffset} has it, whose first use takes 4 ms. */
  private static long offset(StructLayout struct, String name) {
    long at = 0;
    for (MemoryLayout member : struct.memberLayouts()) {
      if (member.name().filter(name::equals).isPresent()) {
        return at;
      }
      at += member.byteSize();
    }
    throw new IllegalArgumentException(name + " is not in " + struct);
  }

  private static int answer(int answered, MemorySegment state) {
    return answered == -1 ? -state.get(ValueLayout.JAVA_INT, ERRNO_AT) : answered;
  }
}
