package io.directord.health.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpCheckTest {
  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a\r\nX: y", "/\u00fc", "a"})
  void aPathThatWouldBreakTheRequestLineIsRefused(String path) {
    assertThrows(IllegalArgumentException.class, () -> request(path, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\0b"})
  void aHeaderOfTwoLinesIsRefused(String value) {
    assertThrows(IllegalArgumentException.class, () -> request("/", Map.of("X", value)));
  }

  @Test
  void aHeaderValueMayHaveSpacesAndLetters() {
    HttpRequest request = request("/", Map.of("X", "a b\t\u00fc"));
    assertEquals("a b\t\u00fc", request.headers().get("X"));
  }

  @Test
  void aPasswordIsNotPrinted() {
    HttpLogin login = new HttpLogin("monitor", HttpChecks.password("verysecret"));
    HttpRequest request = new HttpRequest("GET", "/", "", Map.of(), Optional.of(login), "");
    assertFalse(request.toString().contains("verysecret"), request.toString());
  }

  @Test
  void aUserWithAColonIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new HttpLogin("a:b", HttpChecks.password("c")));
  }

  @Test
  void aHeadersOnlyRequestCannotExpectABody() {
    HttpRequest head = new HttpRequest("HEAD", "/", "", Map.of(), Optional.empty(), "");
    HttpExpectation body = HttpChecks.expecting("ok");
    assertThrows(
        IllegalArgumentException.class, () -> new HttpCheck(HttpCheck.Version.HTTP, head, body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:00", "md5:xyz", "crc32:00", "", "sha256"})
  void aDigestThatIsNoneIsRefused(String written) {
    assertThrows(IllegalArgumentException.class, () -> ExpectedDigest.of(written));
  }

  @Test
  void aStatusRangeIsWrittenAsInTheConfiguration() {
    assertEquals("200-399", new StatusRange(200, 399).text());
    assertEquals("204", new StatusRange(204, 204).text());
  }

  private static HttpRequest request(String path, Map<String, String> headers) {
    return new HttpRequest("GET", path, "", headers, Optional.empty(), "");
  }
}
