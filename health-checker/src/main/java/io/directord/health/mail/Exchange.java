package io.directord.health.mail;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One thing to say, and what may be answered.
 *
 * @param name as evidence tells it; shows no secret
 * @param line without its end, a character for each byte; empty when the server speaks first
 * @param expected the words of good answers
 * @param enough further good words, after which the next exchange is left out
 * @param then what follows a good answer
 */
record Exchange(String name, String line, Set<String> expected, Set<String> enough, Then then) {
  static final String GREETING = "greeting";

  /** The way on. */
  enum Then {
    NEXT,
    ENCRYPTION,
    /** The end, whoever makes it. */
    END
  }

  Exchange {
    expected = Set.copyOf(expected);
    enough = Set.copyOf(enough);
  }

  static Exchange greeting(String... expected) {
    return new Exchange(GREETING, "", Set.of(expected), Set.of(), Then.NEXT);
  }

  static Exchange of(String name, String line, String... expected) {
    return new Exchange(name, line, Set.of(expected), Set.of(), Then.NEXT);
  }

  static Exchange encrypting(String name, String line, String expected) {
    return new Exchange(name, line, Set.of(expected), Set.of(), Then.ENCRYPTION);
  }

  static Exchange farewell(String name, String line, String expected) {
    return new Exchange(name, line, Set.of(expected), Set.of(), Then.END);
  }

  /** Such as a user who needs no password. */
  Exchange orEnough(String word) {
    return new Exchange(name, line, expected, Set.of(word), then);
  }

  boolean isGreeting() {
    return line.isEmpty();
  }

  /** Of good answers. */
  SortedSet<String> words() {
    SortedSet<String> words = new TreeSet<>(expected);
    words.addAll(enough);
    return words;
  }

  boolean encrypts() {
    return then == Then.ENCRYPTION;
  }

  boolean isFarewell() {
    return then == Then.END;
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
