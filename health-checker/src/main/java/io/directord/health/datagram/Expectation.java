package io.directord.health.datagram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.directord.health.transport.Quotes;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What must be in an answer. Pure. */
public sealed interface Expectation {

  boolean isMetBy(byte[] answer);

  /** These bytes, anywhere. */
  final class Bytes implements Expectation {
    private final byte[] wanted;

    public Bytes(byte[] wanted) {
      this.wanted = wanted.clone();
      if (wanted.length == 0) {
        throw new IllegalArgumentException("expect must not be empty");
      }
    }

    @Override
    public boolean isMetBy(byte[] answer) {
      for (int at = 0; at + wanted.length <= answer.length; at++) {
        if (Arrays.mismatch(answer, at, at + wanted.length, wanted, 0, wanted.length) < 0) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(wanted, bytes.wanted);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(wanted);
    }

    @Override
    public String toString() {
      return Quotes.of(wanted);
    }
  }

  /** This expression is found somewhere; each byte is one character (ISO 8859-1). */
  final class Expression implements Expectation {
    /** Some expressions take a time beyond all bounds on some texts, and a loop must not stand. */
    static final int STEPS_MAX = 1_000_000;

    private final Pattern pattern;

    public Expression(String expression) {
      try {
        pattern = Pattern.compile(expression, Pattern.DOTALL);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "expect is no regular expression: " + e.getDescription(), e);
      }
    }

    @Override
    public boolean isMetBy(byte[] answer) {
      try {
        return pattern.matcher(new Metered(new String(answer, ISO_8859_1), 0)).find();
      } catch (TooLong | StackOverflowError _) {
        return false;
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Expression same && pattern.pattern().equals(same.pattern.pattern());
    }

    @Override
    public int hashCode() {
      return pattern.pattern().hashCode();
    }

    @Override
    public String toString() {
      return "/" + pattern.pattern() + "/";
    }
  }

  /** The search has read more characters than any sensible one would. */
  final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1;

    private TooLong() {
      super("too many steps", null, false, false);
    }
  }

  /** A text that can be read so many times, and no more. */
  final class Metered implements CharSequence {
    private final String text;
    private int steps;

    private Metered(String text, int steps) {
      this.text = text;
      this.steps = steps;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++steps > Expression.STEPS_MAX) {
        throw new TooLong();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Metered(text.substring(start, end), steps);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
