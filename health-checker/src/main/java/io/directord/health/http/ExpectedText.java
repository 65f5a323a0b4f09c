package io.directord.health.http;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A text that is looked for in another.
 *
 * @param text which is contained, or the regular expression of which a part is found
 */
public record ExpectedText(String text, boolean regex) {
  private static final String REGEX = "regex:";

  public ExpectedText {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("what is expected must not be empty");
    }
    if (regex) {
      try {
        Pattern.compile(text);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "\"" + text + "\" is no regular expression: " + e.getDescription(), e);
      }
    }
  }

  /** As it is written in a configuration: {@code regex:} stands before an expression. */
  public static ExpectedText of(String written) {
    return written.startsWith(REGEX)
        ? new ExpectedText(written.substring(REGEX.length()), true)
        : new ExpectedText(written, false);
  }

  /** As it is written in a configuration. */
  String written() {
    return regex ? REGEX + text : text;
  }
}
