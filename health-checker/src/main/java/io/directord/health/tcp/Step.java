package io.directord.health.tcp;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One thing to say, or to hear, on a connection. Bytes are text of one character each. */
public sealed interface Step {
  /** Of one step, as it is configured. */
  int BYTES_MAX = 4096;

  int STEPS_MAX = 32;

  record Send(String bytes) implements Step {
    public Send {
      requireBytes("send", bytes);
    }
  }

  /** Comes sooner or later, whatever is before it. */
  record Expect(String bytes) implements Step {
    public Expect {
      requireBytes("expect", bytes);
    }
  }

  /** The same, for whatever this regular expression finds: line by line, which end in LF. */
  record ExpectMatch(String regex) implements Step {
    public ExpectMatch {
      requireBytes("expect", regex);
      try {
        compile(regex);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "expect is no regular expression: " + e.getDescription() + " in \"" + regex + "\"");
      }
    }

    Pattern pattern() {
      return compile(regex);
    }

    private static Pattern compile(String regex) {
      return Pattern.compile(regex, Pattern.MULTILINE | Pattern.UNIX_LINES);
    }
  }

  private static void requireBytes(String what, String bytes) {
    if (bytes.isEmpty() || bytes.length() > BYTES_MAX) {
      throw new IllegalArgumentException(
          what + " must have 1.." + BYTES_MAX + " bytes, found " + bytes.length());
    }
    if (bytes.chars().anyMatch(c -> c > 0xff)) {
      throw new IllegalArgumentException(what + " must be bytes, a character each");
    }
  }
}
