package io.directord.health.http;

import io.directord.health.transport.Quotes;
import java.util.regex.Pattern;

/**
 * Looks for an expected text in what a server has sent, which may have been made to keep a regular
 * expression busy for ever. Pure.
 */
final class TextSearch {
  /**
   * Looks at single characters, with 8 more for each that there is: some 50 ms for a text of 1 MiB.
   * A loop stands still meanwhile.
   */
  static final int STEPS_MAX = 4_000_000;

  private static final int STEPS_A_CHARACTER = 8;

  private final ExpectedText expected;
  private final Pattern pattern;

  TextSearch(ExpectedText expected) {
    this.expected = expected;
    this.pattern = Pattern.compile(expected.text(), expected.regex() ? 0 : Pattern.LITERAL);
  }

  enum Result {
    FOUND,
    ABSENT,
    /** The expression takes too long, or too much memory, for this text. */
    GIVEN_UP
  }

  Result in(String text) {
    if (!expected.regex()) {
      return text.contains(expected.text()) ? Result.FOUND : Result.ABSENT;
    }
    int steps = STEPS_MAX + STEPS_A_CHARACTER * text.length();
    try {
      return pattern.matcher(new Counted(text, new int[] {steps})).find()
          ? Result.FOUND
          : Result.ABSENT;
    } catch (Exhausted | StackOverflowError _) {
      return Result.GIVEN_UP;
    }
  }

  /** As an operator wrote it, in short. */
  String shown() {
    return Quotes.of(expected.written());
  }

  /** Ends a search from within; never leaves this class. */
  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super("the expression takes too long", null, false, false);
    }
  }

  /** Every step of a search reads a character. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Counted(String text, int[] steps) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (--steps[0] < 0) {
        throw new Exhausted();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.substring(start, end), steps);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
