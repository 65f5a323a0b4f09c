package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JsonTest {
  @Test
  void whatIsWrittenIsReadBack() {
    String text =
        Json.write(Json.object("a.b", "x\n\"\u0001\\é", "n", 7, "t", true, "l", List.of("1", 2)));
    var read = Json.read(text).orElseThrow().root().unwrapped();
    assertEquals("x\n\"\u0001\\é", read.get("a.b"));
    assertEquals(7, read.get("n"));
    assertEquals(List.of("1", 2), read.get("l"));
    assertTrue(!text.contains("\n"));
  }

  @Test
  void whatIsNoObjectIsEmpty() {
    for (String text : List.of("", "[]", "7", "{", "{a:1}", "{\"a\":1} x", "// c\n{}")) {
      assertEquals(Optional.empty(), Json.read(text), text);
    }
  }
}
