package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two simplest filters of RFC 4515.
 *
 * @param value that the attribute has; empty asks only that there is one
 */
public record LdapFilter(String attribute, Optional<String> value) {
  public static final LdapFilter ANY = new LdapFilter("objectClass", Optional.empty());
  public static final int CHARS_MAX = 1024;

  private static final Pattern TEXT =
      Pattern.compile(
          "\\(([A-Za-z0-9.;-]{1,128})=((?:[^\\\\()*\\x00]|\\\\[0-9A-Fa-f]{2})*|\\*)\\)");

  /** From {@code (uid=checker)} or {@code (objectClass=*)}. */
  public static LdapFilter of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (text.length() > CHARS_MAX || !matcher.matches()) {
      throw new IllegalArgumentException(
          "filter must be (ATTRIBUTE=*) or (ATTRIBUTE=VALUE), with *, ( and ) in the value written"
              + " \\2a, \\28 and \\29");
    }
    String value = matcher.group(2);
    return new LdapFilter(
        matcher.group(1), value.equals("*") ? Optional.empty() : Optional.of(value));
  }

  /** The value without its escapes. */
  byte[] valueBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] text = value.orElse("").getBytes(UTF_8);
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\\') {
        bytes.write(Integer.parseInt(new String(text, i + 1, 2, UTF_8), 16));
        i += 2;
      } else {
        bytes.write(text[i]);
      }
    }
    return bytes.toByteArray();
  }
}
