package io.directord.health;

import java.util.Arrays;
import java.util.Optional;

/** A secret that a server is shown. Nothing prints it. */
public sealed interface Password {
  int BYTES_MAX = 512;

  /**
   * One that must be fetched before anything is probed.
   *
   * @param place as the operator wrote it: {@code file:/etc/directord/password}
   */
  record Unread(String place) implements Password {
    @Override
    public byte[] bytes() {
      return new byte[0];
    }
  }

  /** Empty as long as it has not been read. */
  byte[] bytes();

  /** Equal to one of the same bytes, so that checks which show it can be compared. */
  final class Known implements Password {
    private final byte[] bytes;

    private Known(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Known known && Arrays.equals(bytes, known.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Password[not shown]";
    }
  }

  /** Why these bytes cannot be a password, without showing them. */
  static Optional<String> complaint(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > BYTES_MAX) {
      return Optional.of("must have 1.." + BYTES_MAX + " bytes, found " + bytes.length);
    }
    for (byte each : bytes) {
      if (each == 0) {
        return Optional.of("must not hold a zero byte: no protocol can carry it");
      }
    }
    return Optional.empty();
  }

  static Password known(byte[] bytes) {
    complaint(bytes)
        .ifPresent(why -> {
          throw new IllegalArgumentException("password " + why);
        });
    return new Known(bytes.clone());
  }
}
