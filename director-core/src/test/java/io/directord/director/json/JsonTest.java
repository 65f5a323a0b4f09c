package io.directord.director.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
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

  private static String text(Random random) {
    String letters =
        "ab\"\\\n\r\t\b\f\u0000\u001f\u007f\u0085\u00e9\u20ac\ud83d\ude00/0123456789.- ";
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(6); left > 0; left--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 7 : 9)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt();
      case 3 -> random.nextLong();
      case 4 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      case 5 -> Double.valueOf(random.nextInt(1_000));
      case 6 -> text(random);
      case 7 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
          list.add(value(random, depth + 1));
        }
        yield list;
      }
      default -> object(random, depth);
    };
  }

  private static Map<String, @Nullable Object> object(Random random, int depth) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int left = random.nextInt(6); left > 0; left--) {
      String key = random.nextBoolean() ? text(random) : Integer.toString(random.nextInt(120));
      object.put(key, value(random, depth + 1));
    }
    return object;
  }

  /** Who reads what directord says does not notice that its own hand writes it. */
  @Test
  void whatIsWrittenIsWhatTheLibraryWouldWrite() {
    long first = Long.getLong("directord.seed.first", 1);
    for (long seed = first; seed < first + 2_000; seed++) {
      Map<String, @Nullable Object> object = object(new Random(seed), 0);
      String theirs = ConfigValueFactory.fromMap(object).render(ConfigRenderOptions.concise());
      assertEquals(theirs, Json.write(object), "seed " + seed);
      assertEquals(theirs, Json.write(ConfigValueFactory.fromMap(object)), "seed " + seed);
    }
  }

  @Test
  void whatIsNoNumberIsNullAndWhatIsNoJsonIsRefused() {
    assertEquals("[null,null,1.5]", Json.write(List.of(Double.NaN, 1 / 0d, 1.5)));
    assertThrows(IllegalArgumentException.class, () -> Json.write(Instant.EPOCH));
  }
}
