package io.directord.health.mail;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a line means for the answer that it belongs to. Pure. */
enum Grammar {
  /** Three digits, and a hyphen where more lines follow, each with the same digits. */
  SMTP {
    @Override
    Part part(Exchange exchange, Optional<String> first, String line) {
      boolean foreign = first.filter(begin -> !code(begin).equals(code(line))).isPresent();
      return foreign ? new Part.Not() : coded(line);
    }
  },

  /** The same, but between the first line and the last there may be anything. */
  FTP {
    @Override
    Part part(Exchange exchange, Optional<String> first, String line) {
      Part part = coded(line);
      if (first.isEmpty()) {
        return part;
      }
      boolean last = part instanceof Part.Last(String code) && code.equals(code(first.get()));
      return last ? part : new Part.More();
    }
  },

  /** Three digits, on a single line. */
  NNTP {
    @Override
    Part part(Exchange exchange, Optional<String> first, String line) {
      return coded(line) instanceof Part.Last last ? last : new Part.Not();
    }
  },

  POP3 {
    @Override
    Part part(Exchange exchange, Optional<String> first, String line) {
      String word = word(line, 0);
      return POP3_WORDS.contains(word) ? new Part.Last(word) : new Part.Not();
    }
  },

  /** A tag is the answer to what began with it; other lines tell whatever they like. */
  IMAP {
    @Override
    Part part(Exchange exchange, Optional<String> first, String line) {
      boolean untagged = line.startsWith("* ");
      String tag = exchange.isGreeting() ? "*" : word(exchange.line(), 0);
      if (line.startsWith(tag + " ")) {
        String word = word(line, tag.length() + 1).toUpperCase(Locale.ROOT);
        Set<String> words = exchange.isGreeting() ? IMAP_GREETINGS : IMAP_ANSWERS;
        return words.contains(word) ? new Part.Last(word) : new Part.Not();
      }
      if (!untagged) {
        return new Part.Not();
      }
      // Who logs out is told so.
      boolean bye = word(line, 2).equalsIgnoreCase(BYE) && !exchange.isFarewell();
      return bye ? new Part.Last(BYE) : new Part.More();
    }
  };

  static final String BYE = "BYE";
  private static final Set<String> POP3_WORDS = Set.of("+OK", "-ERR");
  private static final Set<String> IMAP_GREETINGS = Set.of("OK", "PREAUTH", BYE);
  private static final Set<String> IMAP_ANSWERS = Set.of("OK", "NO", "BAD");
  private static final int CODE_CHARS = 3;

  sealed interface Part {
    /** The answer goes on. */
    record More() implements Part {}

    /** It ends here, and this is what it says in a word. */
    record Last(String word) implements Part {}

    /** This is not the protocol. */
    record Not() implements Part {}
  }

  /**
   * @param first the answer's first line, when this is a later one
   */
  abstract Part part(Exchange exchange, Optional<String> first, String line);

  private static Part coded(String line) {
    String code = code(line);
    char behind = line.length() > CODE_CHARS ? line.charAt(CODE_CHARS) : ' ';
    if (code.isEmpty() || (behind != ' ' && behind != '-')) {
      return new Part.Not();
    }
    return behind == '-' ? new Part.More() : new Part.Last(code);
  }

  /** Empty when the line begins with none. */
  private static String code(String line) {
    if (line.length() < CODE_CHARS || line.charAt(0) < '1' || line.charAt(0) > '5') {
      return "";
    }
    String code = line.substring(0, CODE_CHARS);
    return code.chars().allMatch(c -> c >= '0' && c <= '9') ? code : "";
  }

  /** Up to the next blank. */
  private static String word(String line, int from) {
    int blank = line.indexOf(' ', from);
    return line.substring(from, blank < 0 ? line.length() : blank);
  }
}
