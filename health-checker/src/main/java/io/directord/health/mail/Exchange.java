package io.directord.health.mail;

import java.util.Set;

/**
 * One thing to say, and what may be answered.
 *
 * @param name as evidence tells it; shows no secret
 * @param line without its end, a character for each byte; empty when the server speaks first
 * @param expected the words of good answers
 * @param enough those of them after which the next exchange is left out
 * @param encrypts whether encryption begins after it
 */
record Exchange(
    String name, String line, Set<String> expected, Set<String> enough, boolean encrypts) {
  static final String GREETING = "greeting";

  Exchange {
    expected = Set.copyOf(expected);
    enough = Set.copyOf(enough);
  }

  static Exchange greeting(String... expected) {
    return new Exchange(GREETING, "", Set.of(expected), Set.of(), false);
  }

  static Exchange of(String name, String line, String... expected) {
    return new Exchange(name, line, Set.of(expected), Set.of(), false);
  }

  static Exchange encrypting(String name, String line, String expected) {
    return new Exchange(name, line, Set.of(expected), Set.of(), true);
  }

  /** Such as a user who needs no password. */
  Exchange orEnough(String word) {
    return new Exchange(name, line, expected, Set.of(word), encrypts);
  }

  boolean isGreeting() {
    return line.isEmpty();
  }

  boolean isGood(String word) {
    return expected.contains(word) || enough.contains(word);
  }

  /** The line may hold a password. */
  @Override
  public String toString() {
    return name;
  }
}
