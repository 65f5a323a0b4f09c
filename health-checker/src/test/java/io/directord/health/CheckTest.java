package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckTest {
  private static final List<Check.StatusRange> ANY = List.of(new Check.StatusRange(200, 399));

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a\r\nX: y", "/\u00fc", "a"})
  void aPathThatWouldBreakTheRequestLineIsRefused(String path) {
    assertThrows(
        IllegalArgumentException.class, () -> new Check.Http("GET", path, "", Map.of(), ANY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\0b"})
  void aHeaderOfTwoLinesIsRefused(String value) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Check.Http("GET", "/", "", Map.of("X", value), ANY));
  }

  @Test
  void aHeaderValueMayHaveSpacesAndLetters() {
    Check.Http check = new Check.Http("GET", "/", "", Map.of("X", "a b\t\u00fc"), ANY);
    assertEquals("a b\t\u00fc", check.headers().get("X"));
  }

  @Test
  void aStatusRangeIsWrittenAsInTheConfiguration() {
    assertEquals("200-399", new Check.StatusRange(200, 399).text());
    assertEquals("204", new Check.StatusRange(204, 204).text());
  }
}
