package io.directord.health.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.directord.health.Seeds;
import io.directord.health.tcp.Heard.Search;
import io.netty.buffer.Unpooled;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class HeardTest {
  private final Heard heard = new Heard();

  @Test
  void anExpectationIsMetByPiecesOfAnySize() {
    Seeds.forEach(
        100,
        random -> {
          Heard heard = new Heard();
          String text = "x".repeat(random.nextInt(50)) + "+PONG" + "y".repeat(random.nextInt(50));
          Search last = new Search.NotYet();
          for (int at = 0; at < text.length() && last instanceof Search.NotYet; ) {
            int end = Math.min(text.length(), at + random.nextInt(1, 8));
            heard.read(Unpooled.wrappedBuffer(text.substring(at, end).getBytes(ISO_8859_1)));
            last = heard.find(new Step.Expect("+PONG"));
            at = end;
          }
          assertEquals(new Search.Found(), last);
        });
  }

  @Test
  void whatWasFoundIsPassedOver() {
    hear("one two");
    assertEquals(new Search.Found(), heard.find(new Step.Expect("one")));
    assertEquals(new Search.NotYet(), heard.find(new Step.Expect("one")));
    assertEquals(new Search.Found(), heard.find(Pattern.compile("t.o")));
    assertEquals("nothing", heard.quote());
  }

  @Test
  void aFullBufferIsHopeless() {
    hear("a".repeat(Heard.BYTES_MAX + 100));
    assertInstanceOf(Search.Hopeless.class, heard.find(new Step.Expect("b")));
    assertInstanceOf(Search.Hopeless.class, heard.find(Pattern.compile("b")));
  }

  @Test
  void aRegularExpressionThatTakesForEverIsHopeless() {
    hear("a".repeat(100) + "!");
    assertInstanceOf(Search.Hopeless.class, heard.find(Pattern.compile("(a|aa)+\\1b")));
  }

  @Test
  void aRegularExpressionThatGoesTooDeepIsHopeless() {
    hear("ab".repeat(Heard.BYTES_MAX / 2));
    assertInstanceOf(Search.Hopeless.class, heard.find(Pattern.compile("(a|b|ab)*c")));
  }

  private void hear(String text) {
    heard.read(Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1)));
  }
}
