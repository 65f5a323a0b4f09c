package io.directord.director.config;

import io.directord.health.Check;
import java.util.Optional;
import java.util.Set;

/**
 * One type of check, as it is configured.
 *
 * @param type the word
 * @param plain with all defaults; empty when something must be given
 * @param keys that only checks of this type have
 */
record CheckKind(String type, Way way, Optional<Check> plain, Set<String> keys, Reader reader) {

  /** What it needs of the network: which of the keys that many types share make sense. */
  enum Way {
    /** It asks nobody at an address. */
    NONE,
    CONNECTION,
    DATAGRAM,
    /** Encrypted datagrams: what belongs to TLS makes sense, and what to TCP does not. */
    QUIC,
    /** By sockets of its own kind: the kernel chooses the way. */
    RAW,
    /** The same, to the server by the way that its service forwards: no other address will do. */
    FORWARDED
  }

  /** Reads what only this type has. */
  interface Reader {
    /**
     * Notes what is wrong in the section, and is empty then.
     *
     * @param base of the same type: what is not written stays as it is there
     */
    Optional<Check> read(Section section, Optional<Check> base);
  }

  CheckKind {
    keys = Set.copyOf(keys);
  }

  /** Has no settings of its own. */
  static CheckKind without(Way way, Check only) {
    return new CheckKind(
        only.type(), way, Optional.of(only), Set.of(), (_, _) -> Optional.of(only));
  }
}
