package io.directord.kernel;

/** The kernel said no: to which call, about what, and why in words. */
public final class KernelException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  public KernelException(String subject, int errnoNumber) {
    this(subject, Errno.of(errnoNumber), describe(errnoNumber));
  }

  public KernelException(String subject, Errno errno, String words) {
    super(subject + ": " + words);
    this.errno = errno;
  }

  public Errno errno() {
    return errno;
  }

  private static String describe(int number) {
    Errno errno = Errno.of(number);
    return errno == Errno.UNKNOWN ? "errno " + number : errno.words() + " (" + errno + ")";
  }
}
