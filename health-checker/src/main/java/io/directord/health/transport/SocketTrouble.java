package io.directord.health.transport;

import io.directord.health.FailureKind;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a failed system call says about the server, or about us. Pure.
 *
 * @param what the evidence, in an operator's words
 */
public record SocketTrouble(FailureKind kind, String what) {
  // Values of asm-generic/errno.h, the same on x86-64 and arm64.
  private static final int EPERM = 1;
  private static final int EAGAIN = 11;
  private static final int ENOMEM = 12;
  private static final int EACCES = 13;
  private static final int EINVAL = 22;
  private static final int ENFILE = 23;
  private static final int EMFILE = 24;
  private static final int EPIPE = 32;
  private static final int EADDRINUSE = 98;
  private static final int EADDRNOTAVAIL = 99;
  private static final int ENETDOWN = 100;
  private static final int ENETUNREACH = 101;
  private static final int ECONNABORTED = 103;
  private static final int ECONNRESET = 104;
  private static final int ENOBUFS = 105;
  private static final int ETIMEDOUT = 110;
  private static final int ECONNREFUSED = 111;
  private static final int EHOSTDOWN = 112;
  private static final int EHOSTUNREACH = 113;

  /** Netty keeps the number of a failed connect nowhere but in its message. */
  private static final Pattern ERROR = Pattern.compile("failed with error\\(-(\\d+)\\)");

  /** Runs through once, and so has everything in memory that {@link #of} needs. */
  static void load() {
    Epoll.ensureAvailability();
    SocketTrouble known = of(new Errors.NativeIoException("load", -EMFILE));
    SocketTrouble parsed = of(new ConnectException("load failed with error(-" + EMFILE + ")"));
    if (!known.equals(parsed)) {
      throw new IllegalStateException(known + " and " + parsed);
    }
  }

  static SocketTrouble of(IOException failure) {
    return switch (failure) {
      // Netty's word for both EHOSTUNREACH and ENETUNREACH.
      case NoRouteToHostException _ -> ofErrno(EHOSTUNREACH, failure);
      case Errors.NativeIoException e -> ofErrno(Math.abs(e.expectedErr()), failure);
      default -> {
        Matcher error = ERROR.matcher(String.valueOf(failure.getMessage()));
        yield ofErrno(error.find() ? Integer.parseInt(error.group(1), 10) : 0, failure);
      }
    };
  }

  /** Of a call that answered with this error number. */
  public static SocketTrouble of(int errno) {
    return ofErrno(errno, new IOException("error " + errno));
  }

  /** Then it matters how far the conversation had come. */
  public boolean isDuringTalk() {
    return kind == FailureKind.RESET || kind == FailureKind.TIMEOUT;
  }

  private static SocketTrouble ofErrno(int errno, IOException failure) {
    return switch (errno) {
      case ECONNREFUSED -> new SocketTrouble(FailureKind.REFUSED, "connection refused");
      case ECONNRESET, EPIPE, ECONNABORTED ->
          new SocketTrouble(FailureKind.RESET, "connection reset");
      case ETIMEDOUT -> new SocketTrouble(FailureKind.TIMEOUT, "the kernel gave up on the server");
      case EHOSTUNREACH, EHOSTDOWN, ENETUNREACH ->
          new SocketTrouble(FailureKind.UNREACHABLE, "no route to the server");
      case ENETDOWN -> new SocketTrouble(FailureKind.UNREACHABLE, "the network is down");
      case EMFILE, ENFILE -> local("too many open files");
      case ENOBUFS, ENOMEM -> local("the kernel is out of memory for sockets");
      case EADDRNOTAVAIL, EADDRINUSE, EAGAIN -> local("no local address or port is free");
      case EPERM, EACCES -> local("this node's packet filter or routing forbids it");
      case EINVAL -> local("this node's routing discards it");
      // The server's side is blamed: better a server too few than a dead one in service.
      default -> new SocketTrouble(FailureKind.UNREACHABLE, "failed: " + failure.getMessage());
    };
  }

  private static SocketTrouble local(String why) {
    return new SocketTrouble(FailureKind.LOCAL, "not probed: " + why);
  }
}
