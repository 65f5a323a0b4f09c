package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.json.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StatusPagesTest {
  private static List<Map<String, Object>> elements(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> Json.object("name", "ä\"" + n, "list", List.of(n, true)))
        .toList();
  }

  private static void assertSameText(Map<String, Object> object, int count, int pagesMin) {
    ByteBuf text = Unpooled.buffer();
    StatusPages pages = new StatusPages(object, "middle", elements(count).iterator());
    int written = 0;
    ByteBuf page = Unpooled.buffer();
    for (boolean more = true; more; written++) {
      more = pages.write(page.clear());
      text.writeBytes(page);
    }
    Map<String, Object> whole = new LinkedHashMap<>(object);
    whole.put("middle", elements(count));
    assertEquals(Json.write(whole) + "\n", text.toString(StandardCharsets.UTF_8));
    assertTrue(written >= pagesMin, written + " pages");
  }

  @Test
  void itIsTheTextThatTheWholeObjectWouldHave() {
    Map<String, Object> around = Json.object("zone", 1, "begin", Json.object("b", 1, "a", "ä"));
    assertSameText(around, 0, 1);
    assertSameText(around, 1, 1);
    assertSameText(around, 5000, 3);
    assertSameText(Json.object("begin", 1), 2, 1);
    assertSameText(Json.object("zone", 1), 2, 1);
    assertSameText(Map.of(), 2, 1);
  }
}
