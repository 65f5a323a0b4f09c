package io.directord.health.tcp;

import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server has said since the last expectation that it met, in pieces of any size. No socket,
 * no clock.
 */
final class Heard {
  /** In which an expectation must be met. */
  static final int BYTES_MAX = 16 * 1024;

  /**
   * Characters that regular expressions look at, in one conversation: some take exponentially many
   * on a text made for that, and the loop stands still meanwhile.
   */
  static final int LOOKS_MAX = 2_000_000;

  private final StringBuilder text = new StringBuilder();
  private int looks;
  private int searched;

  sealed interface Search {
    record Found() implements Search {}

    record NotYet() implements Search {}

    /** Never again, either. */
    record Hopeless(String why) implements Search {}
  }

  private static final class TooManyLooks extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyLooks() {
      super("too many looks", null, false, false);
    }
  }

  /** Takes as much as it has room for. */
  void read(ByteBuf bytes) {
    while (bytes.isReadable() && text.length() < BYTES_MAX) {
      text.append((char) bytes.readUnsignedByte());
    }
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  String quote() {
    return text.isEmpty() ? "nothing" : Quotes.of(text);
  }

  /** What is found, and everything before it, is forgotten. */
  Search find(Step.Expect expected) {
    int length = expected.bytes().length();
    int at = text.indexOf(expected.bytes(), Math.max(0, searched - length));
    if (at < 0) {
      searched = text.length();
      return missing();
    }
    forget(at + length);
    return new Search.Found();
  }

  Search find(Pattern expected) {
    try {
      Matcher matcher = expected.matcher(new Counted(0, text.length()));
      if (!matcher.find()) {
        return missing();
      }
      forget(matcher.end());
      return new Search.Found();
    } catch (TooManyLooks | StackOverflowError _) {
      return new Search.Hopeless("a regular expression too costly for what came: " + quote());
    }
  }

  private Search missing() {
    return text.length() < BYTES_MAX
        ? new Search.NotYet()
        : new Search.Hopeless("not within " + BYTES_MAX + " bytes, which begin with " + quote());
  }

  private void forget(int length) {
    text.delete(0, length);
    searched = 0;
  }

  private final class Counted implements CharSequence {
    private final int from;
    private final int to;

    Counted(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public int length() {
      return to - from;
    }

    @Override
    public char charAt(int index) {
      if (++looks > LOOKS_MAX) {
        throw new TooManyLooks();
      }
      return text.charAt(from + index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(from + start, from + end);
    }

    @Override
    public String toString() {
      return text.substring(from, to);
    }
  }
}
