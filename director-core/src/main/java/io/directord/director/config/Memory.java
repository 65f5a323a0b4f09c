package io.directord.director.config;

/**
 * What a reading may take. To find out by {@code OutOfMemoryError} is no way: it meets whichever
 * thread asks next.
 */
final class Memory {
  private static final long MEGABYTE = 1024 * 1024;

  private Memory() {}

  /** Whether the heap has not so much left. Collects garbage where it would matter. */
  static boolean lacks(long bytes) {
    if (left() >= bytes) {
      return false;
    }
    System.gc();
    return left() < bytes;
  }

  private static long left() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
  }

  /** What to say of a text then. */
  static String lacking(long bytes) {
    long all = Runtime.getRuntime().maxMemory();
    return "it takes about "
        + megabytes(bytes)
        + " MB of memory to be read, more than is left of "
        + megabytes(all)
        + " MB; start with a larger heap, by DIRECTORD_JAVA_OPTIONS=-Xmx"
        + megabytes(all + bytes)
        + "m";
  }

  private static long megabytes(long bytes) {
    return (bytes + MEGABYTE - 1) / MEGABYTE;
  }
}
