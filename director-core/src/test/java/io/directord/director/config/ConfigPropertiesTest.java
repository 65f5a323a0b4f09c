package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is written, the answer is a configuration or a list of problems. */
class ConfigPropertiesTest {
  private static final long SEED = Long.getLong("directord.seed", 20_260_101L);
  private static final String CHARACTERS = "abz019 \n\t\"'\\{}[]()=:,.$?+#/-_%@*\u0000\u00e9\u2028";
  private static final List<String> PIECES =
      List.of(
          "director",
          "{",
          "}",
          "[",
          "]",
          "=",
          "\n",
          ",",
          "\"",
          "${director}",
          "${?x}",
          "+=",
          "virtual-services",
          "real-servers",
          "address",
          "\"192.0.2.10:80\"",
          "null",
          "true",
          "-1",
          "1e400",
          "99999999999999999999",
          "2s",
          "include \"x\"",
          "#",
          "\"\"",
          "\"a.b\"",
          "a.b");

  @Test
  void garbageIsAnswered() {
    Random random = new Random(SEED);
    for (int run = 0; run < 5_000; run++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "director { " : "");
      int length = random.nextInt(60);
      for (int i = 0; i < length; i++) {
        text.append(
            random.nextBoolean()
                ? PIECES.get(random.nextInt(PIECES.size()))
                : CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      }
      check(text.toString(), run);
    }
  }

  @Test
  void aDamagedExampleIsAnswered() throws IOException {
    String example = Files.readString(ConfigPropertiesTest.example());
    Random random = new Random(SEED);
    for (int run = 0; run < 3_000; run++) {
      StringBuilder text = new StringBuilder(example);
      int damages = 1 + random.nextInt(3);
      for (int i = 0; i < damages; i++) {
        damage(text, random);
      }
      check(text.toString(), run);
    }
  }

  @Test
  void aHalfWrittenExampleIsAnsweredAtEveryLength() throws IOException {
    String example = Files.readString(ConfigPropertiesTest.example());
    for (int length = 0; length < example.length(); length++) {
      check(example.substring(0, length), length);
    }
  }

  private static Path example() {
    return Path.of(
        System.getProperty("directord.root"),
        "director-core/src/test/resources/config/example.conf");
  }

  private static void damage(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    switch (random.nextInt(5)) {
      case 0 -> text.setCharAt(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      case 1 -> text.deleteCharAt(at);
      case 2 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      case 3 -> {
        int end = Math.min(text.length(), at + random.nextInt(40));
        text.insert(random.nextInt(text.length()), text.substring(at, end));
      }
      default -> replaceValue(text, at, random);
    }
  }

  /** Puts a piece where a value stands, which keeps the syntax and breaks the meaning. */
  private static void replaceValue(StringBuilder text, int from, Random random) {
    int equals = text.indexOf("= ", from);
    if (equals < 0) {
      return;
    }
    int end = equals + 2;
    while (end < text.length() && " ,\n}".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    text.replace(equals + 2, end, PIECES.get(random.nextInt(PIECES.size())));
  }

  private static void check(String text, int run) {
    String where = "seed " + SEED + ", run " + run + ":\n" + text;
    ConfigResult result;
    try {
      result = ConfigReader.parse(text, "f");
    } catch (RuntimeException e) {
      throw new AssertionError(where, e);
    }
    if (result instanceof ConfigResult.Invalid(List<Problem> problems)) {
      assertFalse(problems.isEmpty(), where);
      for (Problem problem : problems) {
        assertEquals(1, problem.toString().lines().count(), where);
        assertEquals("f", problem.file(), where);
      }
    }
  }
}
