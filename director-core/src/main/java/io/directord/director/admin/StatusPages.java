package io.directord.director.admin;

import io.directord.director.json.Json;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One JSON object, of which one value is a long list: its elements are made one after the other,
 * when they are written. One answer's.
 */
final class StatusPages implements Pages {
  /** A page is an element longer at most. */
  private static final int PAGE_BYTES = 48 * 1024;

  private final String before;
  private final Iterator<Map<String, Object>> elements;
  private final String after;
  private boolean begun;
  private boolean listed;

  /**
   * @param object without the list
   * @param key of the list; keys are written sorted, as {@link Json} does
   */
  StatusPages(Map<String, Object> object, String key, Iterator<Map<String, Object>> elements) {
    this.elements = elements;
    TreeMap<String, Object> sorted = new TreeMap<>(object);
    String head = members(sorted.headMap(key));
    String tail = members(sorted.tailMap(key));
    this.before = "{" + head + (head.isEmpty() ? "" : ",") + Json.write(key) + ":[";
    this.after = "]" + (tail.isEmpty() ? "" : ",") + tail + "}\n";
  }

  private static String members(Map<String, Object> object) {
    List<String> members = new ArrayList<>();
    object.forEach((key, value) -> members.add(Json.write(key) + ":" + Json.write(value)));
    return String.join(",", members);
  }

  @Override
  public boolean write(ByteBuf page) {
    int fullAt = page.writerIndex() + PAGE_BYTES;
    if (!begun) {
      begun = true;
      put(page, before);
    }
    while (elements.hasNext()) {
      if (page.writerIndex() >= fullAt) {
        return true;
      }
      put(page, (listed ? "," : "") + Json.write(elements.next()));
      listed = true;
    }
    put(page, after);
    return false;
  }

  private static void put(ByteBuf page, String text) {
    page.writeCharSequence(text, StandardCharsets.UTF_8);
  }
}
