package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AuthorTest {
  private static String words(int uid, String name, String claim) {
    return Author.words(
        new Caller(true, uid), name.isEmpty() ? Optional.empty() : Optional.of(name), claim);
  }

  @Test
  void aUserIsWhoTheKernelSaysWhateverTheRequestClaims() {
    assertEquals("ann", words(1000, "ann", ""));
    assertEquals("ann", words(1000, "ann", "root"));
  }

  @Test
  void rootMaySayForWhomItSpeaks() {
    assertEquals("root", words(0, "root", "root"));
    assertEquals("root", words(0, "root", "?"));
    assertEquals("ann (root)", words(0, "root", "ann"));
  }

  @Test
  void aUserWithoutANameHereIsANumber() {
    assertEquals("uid 70000", words(70_000, "", ""));
    assertEquals("ann (uid 70000)", words(70_000, "", "ann"));
    assertEquals("unknown", words(Caller.UNKNOWN, "", ""));
  }

  @Test
  void aClaimIsShortAndOneLine() {
    assertEquals("a'b'c (root)", words(0, "root", "a\nb\"c"));
    assertEquals(64 + " (root)".length(), words(0, "root", "x".repeat(1_000)).length());
  }

  @Test
  void namesAreFoundByNumberAndDamagedLinesAreSkipped() {
    assertEquals(
        Optional.of("ann"),
        Author.name(
            1000, Stream.of("", "x", "root:x:0:0::/root:", ":x:1000:1:", "ann:x:1000:1000:::")));
    assertEquals(Optional.empty(), Author.name(7, Stream.of("root:x:0:0::/root:")));
  }
}
