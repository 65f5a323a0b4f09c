package io.directord.director;

/** Exit codes of all programs; those from 64 on are {@code sysexits.h}'s. */
public final class ExitCode {
  public static final int OK = 0;

  /** The configuration is wrong. */
  public static final int INVALID = 1;

  /** A director runs that must not. */
  public static final int BUSY = 1;

  /** Something is wrong with this node. */
  public static final int FAILS = 1;

  /** The configuration cannot be read. */
  public static final int UNREADABLE = 2;

  /** A plan has changes in it. */
  public static final int PENDING = 3;

  /** Something of this node could be better. */
  public static final int WARNINGS = 3;

  public static final int USAGE = 64;

  /** This host lacks something: a kernel module, an interface, a running daemon. */
  public static final int UNAVAILABLE = 69;

  /** A bug of ours. */
  public static final int BUG = 70;

  /** A capability is missing. */
  public static final int PERMISSION = 77;

  /** By Ctrl-C, as shells count: 128 and the signal. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
