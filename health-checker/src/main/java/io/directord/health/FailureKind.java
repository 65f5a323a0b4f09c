package io.directord.health;

/** Why a probe did not succeed. */
public enum FailureKind {
  /** Nobody listens. */
  REFUSED,
  /** The deadline of the whole probe passed. */
  TIMEOUT,
  /** The connection was torn down by the server. */
  RESET,
  /** The connection was ended in good order, before the answer was complete. */
  CLOSED,
  /** No way to the server. */
  UNREACHABLE,
  /** An answer, but not in the protocol that was asked for. */
  PROTOCOL,
  /** An answer with a status that was not expected, or a refusal in the protocol's own words. */
  STATUS,
  /** An answer whose content is not what was expected. */
  BODY,
  /** No encryption was agreed upon, or the certificate is not to be trusted. */
  TLS,
  /** It may be well, but what is sent to its virtual address does not reach it. */
  PATH,
  /** A program ended with a bad exit code, or by a signal. */
  EXIT,
  /** Our own resource trouble: it says nothing about the server and never counts against it. */
  LOCAL
}
