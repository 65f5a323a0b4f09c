package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.directord.health.http.HttpCheck;
import io.directord.health.http.StatusRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckTest {
  private static final List<StatusRange> ANY = List.of(new StatusRange(200, 399));

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a\r\nX: y", "/\u00fc", "a"})
  void aPathThatWouldBreakTheRequestLineIsRefused(String path) {
    assertThrows(
        IllegalArgumentException.class, () -> new HttpCheck("GET", path, "", Map.of(), ANY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\0b"})
  void aHeaderOfTwoLinesIsRefused(String value) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new HttpCheck("GET", "/", "", Map.of("X", value), ANY));
  }

  @Test
  void aHeaderValueMayHaveSpacesAndLetters() {
    HttpCheck check = new HttpCheck("GET", "/", "", Map.of("X", "a b\t\u00fc"), ANY);
    assertEquals("a b\t\u00fc", check.headers().get("X"));
  }

  @Test
  void aStatusRangeIsWrittenAsInTheConfiguration() {
    assertEquals("200-399", new StatusRange(200, 399).text());
    assertEquals("204", new StatusRange(204, 204).text());
  }
}
