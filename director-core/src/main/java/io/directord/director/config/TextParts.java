package io.directord.director.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a large text between its virtual services. The library keeps hundreds of bytes for each word
 * until the last one is read; of a part, only for as long as it reads that part. Pure.
 *
 * <p>Knows as much of HOCON as it takes to find braces that are no text and no comment, and cuts
 * only where the order of things cannot matter: everything else is left whole.
 */
final class TextParts {
  /** Shorter texts are left whole. */
  static final int TEXT_CHARACTERS_MIN = 48 * 1024;

  private static final int PART_CHARACTERS = 24 * 1024;
  private static final String SERVICES = "virtual-services";
  private static final String DIRECTOR = "director";
  private static final String INCLUDE = "include";

  /** Of the heap, as much as was measured and some: until a text is read, and what stays of it. */
  private static final long BYTES_OF_CHARACTER = 72;

  private static final long BYTES_LEFT_OF_CHARACTER = 40;

  /** Some virtual services, with what stands around them. */
  record Part(String text, int linesBefore) {}

  /**
   * What is left, and the parts that were cut out.
   *
   * @param rest its virtual services are an empty object, and all lines are where they were
   */
  record Cut(String rest, List<Part> parts) {
    /** So much of the heap it takes to read them one after the other. */
    long bytesNeeded() {
      long all = parts.stream().mapToLong(part -> part.text().length()).sum();
      long most = parts.stream().mapToLong(part -> part.text().length()).max().orElse(0);
      return BYTES_LEFT_OF_CHARACTER * all + BYTES_OF_CHARACTER * Math.max(most, rest.length());
    }
  }

  private final String text;
  private final List<Part> parts = new ArrayList<>();
  private int at;
  private int depth;
  private int line;
  private int fieldStart;
  private boolean inDirector;
  private boolean inServices;

  /** Whether nothing stands between here and the end of a service. */
  private boolean serviceEnded;

  private int bodyStart = -1;
  private int bodyEnd = -1;
  private int partStart;
  private int partLine;

  private TextParts(String text) {
    this.text = text;
  }

  /** Empty for a text that is to be read whole. */
  static Optional<Cut> of(String text) {
    return text.length() < TEXT_CHARACTERS_MIN ? Optional.empty() : new TextParts(text).cut();
  }

  /** So much of the heap it takes to read it whole. */
  static long bytesNeeded(String text) {
    return BYTES_OF_CHARACTER * text.length();
  }

  private Optional<Cut> cut() {
    while (at < text.length()) {
      if (!step()) {
        return Optional.empty();
      }
    }
    if (depth != 0 || bodyEnd < 0 || !isHarmless()) {
      return Optional.empty();
    }
    String rest =
        text.substring(0, bodyStart)
            + "\n".repeat(lines(bodyStart, bodyEnd))
            + text.substring(bodyEnd);
    return Optional.of(new Cut(rest, parts));
  }

  /** Goes on by a character, a text, a comment or a key; false where no cut is possible. */
  private boolean step() {
    char c = text.charAt(at);
    return switch (c) {
      case '"' -> skipText();
      case '#' -> skipComment();
      case '/' -> text.startsWith("//", at) ? skipComment() : pass();
      case '{', '[' -> open();
      case '}', ']' -> close();
      case '\n' -> endLine();
      case ',' -> endField();
      case 'v' -> text.startsWith(SERVICES, at) ? beginServices() : pass();
      case 'i' -> !(text.startsWith(INCLUDE, at) && isFieldStart()) && pass();
      default -> Character.isWhitespace(c) ? skip(1) : pass();
    };
  }

  private boolean isFieldStart() {
    return text.substring(fieldStart, at).isBlank();
  }

  private boolean skip(int characters) {
    at += characters;
    return true;
  }

  private boolean pass() {
    serviceEnded = false;
    return skip(1);
  }

  private boolean skipText() {
    serviceEnded = false;
    if (text.startsWith("\"\"\"", at)) {
      int end = text.indexOf("\"\"\"", at + 3);
      if (end < 0) {
        return false;
      }
      line += lines(at, end);
      at = end + 3;
      while (at < text.length() && text.charAt(at) == '"') {
        at++;
      }
      return true;
    }
    for (at++; at < text.length() && text.charAt(at) != '\n'; at++) {
      if (text.charAt(at) == '"') {
        return skip(1);
      }
      at += text.charAt(at) == '\\' ? 1 : 0;
    }
    return false;
  }

  private boolean skipComment() {
    boolean harmless = isHarmless();
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
    fieldStart = at;
    return harmless;
  }

  private boolean open() {
    if (depth == 0) {
      String name = name();
      boolean director = name.equals(DIRECTOR);
      if (name.isEmpty() || (director ? bodyEnd >= 0 : !isHarmless())) {
        return false;
      }
      inDirector = director;
    }
    depth++;
    serviceEnded = false;
    fieldStart = at + 1;
    return skip(1);
  }

  private boolean close() {
    depth--;
    if (inServices && depth == 1) {
      inServices = false;
      bodyEnd = at;
      endPart(at);
      if (!isFollowedByNothing()) {
        return false;
      }
    }
    serviceEnded = inServices && depth == 2;
    fieldStart = at + 1;
    return depth >= 0 && skip(1);
  }

  private boolean endLine() {
    line++;
    if (serviceEnded && at - partStart >= PART_CHARACTERS) {
      endPart(at + 1);
    }
    return endField();
  }

  private boolean endField() {
    boolean harmless = isHarmless();
    fieldStart = at + 1;
    return harmless && skip(1);
  }

  private void endPart(int end) {
    parts.add(
        new Part(
            DIRECTOR + "." + SERVICES + " {" + text.substring(partStart, end) + "}", partLine));
    partStart = end;
    partLine = line;
  }

  /** At the only such key: an object must follow, and nothing that could be joined with it. */
  private boolean beginServices() {
    int open = at + SERVICES.length();
    while (open < text.length() && " \t:=".indexOf(text.charAt(open)) >= 0) {
      open++;
    }
    if (bodyStart >= 0
        || depth != 1
        || !inDirector
        || !isFieldStart()
        || open >= text.length()
        || text.charAt(open) != '{') {
      return false;
    }
    inServices = true;
    bodyStart = open + 1;
    partStart = bodyStart;
    partLine = line;
    at = open;
    return open();
  }

  private boolean isFollowedByNothing() {
    int next = at + 1;
    while (next < text.length() && " \t\r".indexOf(text.charAt(next)) >= 0) {
      next++;
    }
    return next == text.length() || "\n#,}".indexOf(text.charAt(next)) >= 0;
  }

  /** Outside all braces: a field that says nothing about the director. */
  private boolean isHarmless() {
    if (depth != 0) {
      return true;
    }
    String name = text.substring(fieldStart, at).strip();
    return !name.startsWith(DIRECTOR) && !name.startsWith("\"") && !name.startsWith("$");
  }

  private String name() {
    String name = text.substring(fieldStart, at).strip();
    return name.endsWith(":") || name.endsWith("=")
        ? name.substring(0, name.length() - 1).strip()
        : name;
  }

  private int lines(int from, int to) {
    int lines = 0;
    for (int i = from; i < to; i++) {
      lines += text.charAt(i) == '\n' ? 1 : 0;
    }
    return lines;
  }
}
