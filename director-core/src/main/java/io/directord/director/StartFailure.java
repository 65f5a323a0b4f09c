package io.directord.director;

/** The daemon cannot start, for a reason that one line tells. */
public final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public StartFailure(int exitCode, String because) {
    super(because);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
