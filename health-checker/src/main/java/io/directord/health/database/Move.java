package io.directord.health.database;

import io.directord.health.FailureKind;
import java.util.function.Supplier;

/** What a {@link Session} does next. */
sealed interface Move {
  /** Waits for more bytes. */
  record More() implements Move {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Send(byte[] bytes) implements Move {}

  /**
   * Encrypts what follows: the server has agreed, and no more than that has been read.
   *
   * @param before the last that is said in clear; may be empty
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record StartTls(byte[] before) implements Move {}

  /** All is well, and it says goodbye. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Done(byte[] farewell, String what) implements Move {}

  record Fail(FailureKind kind, String why) implements Move {}

  /**
   * Computes for longer than a loop may stand still.
   *
   * @param slice a short piece of it; itself again, or what follows once it is done
   */
  record Compute(Supplier<Move> slice) implements Move {}

  Move MORE = new More();

  static Move malformed(String why) {
    return new Fail(FailureKind.PROTOCOL, why);
  }

  static Move notEncrypted(String why) {
    return new Fail(FailureKind.TLS, why);
  }

  static Move refused(String why) {
    return new Fail(FailureKind.STATUS, why);
  }
}
