package io.directord.health.database;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The salted password of one target, which costs thousands of hashes and is the same each time.
 * Used on the target's probe loop only.
 */
final class ScramMemory {
  private byte[] salt = new byte[0];
  private int iterations;
  private byte @Nullable [] salted;

  byte @Nullable [] find(byte[] otherSalt, int otherIterations) {
    return Arrays.equals(salt, otherSalt) && iterations == otherIterations ? salted : null;
  }

  void keep(byte[] newSalt, int newIterations, byte[] newSalted) {
    salt = newSalt.clone();
    iterations = newIterations;
    salted = newSalted.clone();
  }
}
