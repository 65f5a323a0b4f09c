package io.directord.health.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Advice;
import io.directord.health.Curve;
import io.directord.health.FailureKind;
import io.directord.health.WeightText;
import io.directord.health.http.AnswerJudge.Ruling;
import io.netty.buffer.Unpooled;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpJudgeTest {
  private static final Ruling GOOD = new Ruling.Good("HTTP 200", Advice.NONE);

  @ParameterizedTest
  @ValueSource(strings = {"ok", "all is ok, h\u00fcbsch", "regex:^all.*h.bsch$"})
  void aBodyThatHoldsWhatIsExpectedIsGood(String expected) {
    HttpExpectation expectation = HttpChecks.expecting(expected);
    assertEquals(GOOD, judge(expectation, "", "all is ok, h\u00fcbsch"));
  }

  @Test
  void aBodyWithoutWhatIsExpectedIsNot() {
    assertEquals(
        bad(FailureKind.BODY, "HTTP 200, the body does not hold \"ok\""),
        judge(HttpChecks.expecting("ok"), "", "sorry"));
    assertEquals(
        bad(
            FailureKind.BODY,
            "HTTP 200, the body does not hold \"regex:^ok\" (it is encoded: gzip)"),
        judge(HttpChecks.expecting("regex:^ok"), "Content-Encoding: gzip", "\u001f not ok"));
  }

  @Test
  void aBodyIsReadToItsBoundOnly() {
    HttpExpectation expectation = HttpChecks.expecting("ok");
    String why = "HTTP 200, a body of more than 1000 bytes (body-limit)";
    assertEquals(GOOD, judge(expectation, "", "ok" + "x".repeat(998)));
    assertEquals(bad(FailureKind.BODY, why), judge(expectation, "", "ok" + "x".repeat(999)));
    HttpJudge judge = new HttpJudge(new HttpRules(expectation));
    assertEquals(bad(FailureKind.BODY, why), judge.header(200, fields("Content-Length: 1001")));
  }

  @Test
  void aDigestIsThatOfTheContent() {
    String md5 = "5d41402abc4b2a76b9719d911017c592";
    String sha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    assertEquals(GOOD, judge(digest("md5:" + md5), "", "hello"));
    assertEquals(GOOD, judge(digest("sha256:" + sha256.toUpperCase(Locale.ROOT)), "", "hello"));
    assertEquals(
        bad(FailureKind.BODY, "HTTP 200, the body's digest is md5:" + md5),
        judge(digest("md5:" + "0".repeat(32)), "", "hello"));
  }

  @Test
  void anExpressionThatNeverEndsIsGivenUp() {
    Ruling ruling = judge(HttpChecks.expecting("regex:.*.*.*.*="), "", "a".repeat(999));
    Ruling.Bad bad = assertInstanceOf(Ruling.Bad.class, ruling);
    assertEquals(FailureKind.BODY, bad.kind());
    assertTrue(bad.why().contains("takes too long"), bad.why());
    Ruling deep = judge(wide("regex:(a|b)*c"), "", "a".repeat(900_000));
    assertInstanceOf(Ruling.Bad.class, deep);
  }

  @Test
  void aHeaderMustBeThereAndHoldWhatIsExpected() {
    HttpExpectation expectation =
        HttpChecks.expecting(
            Map.of("X-Cache", ExpectedText.of("regex:^(HIT|STALE)$")),
            Optional.empty(),
            Optional.empty(),
            1000);
    assertEquals(GOOD, judge(expectation, "x-cache:  HIT ", ""));
    assertEquals(
        bad(FailureKind.BODY, "HTTP 200, no header x-cache"), judge(expectation, "X: y", ""));
    assertEquals(
        bad(FailureKind.BODY, "HTTP 200, header x-cache does not hold \"regex:^(HIT|STALE)$\""),
        judge(expectation, "X-Cache: MISS", ""));
  }

  @Test
  void theMaintenanceStatusIsGoodAndAsksForNoNewConnections() {
    HttpJudge judge = new HttpJudge(new HttpRules(HttpChecks.advised()));
    assertEquals(
        new Ruling.Good("HTTP 404, asks for maintenance", Advice.mode(Advice.Mode.DRAIN)),
        judge.header(404, fields("")));
    assertEquals(
        bad(FailureKind.STATUS, "HTTP 500, expected 200-299"), judge.header(500, fields("")));
  }

  @ParameterizedTest
  @CsvSource({"75%", "0", "40", "65535", "25600%"})
  void aWeightIsToldWithTheMode(String told) {
    Optional<Advice.Weight> weight = WeightText.weight(told, Optional.empty());
    assertTrue(weight.isPresent());
    Advice advice = new Advice(weight, Optional.of(Advice.Mode.READY), OptionalInt.empty());
    assertEquals(
        new Ruling.Good("HTTP 200", advice), judge(HttpChecks.advised(), "x-weight: " + told, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "-1", "65536", "25601%", "999999", "many"})
  void aWeightThatIsNoneIsToldAndIgnored(String told) {
    Advice ready = Advice.mode(Advice.Mode.READY);
    assertEquals(
        new Ruling.Good("HTTP 200, X-Weight \"" + told + "\" is no weight", ready),
        judge(HttpChecks.advised(), "X-Weight: " + told, ""));
  }

  @Test
  void aLoadBecomesAWeightByItsCurve() {
    HttpExpectation advised = HttpChecks.loaded(Curve.parse(Map.of("0", "100%", "10", "0%")));
    Advice half = Advice.weight(new Advice.Weight.Percent(50));
    assertEquals(new Ruling.Good("HTTP 200", half), judge(advised, "X-Load: 5.0", ""));
  }

  private static Ruling judge(HttpExpectation expectation, String header, String body) {
    HttpJudge judge = new HttpJudge(new HttpRules(expectation));
    Ruling ruling = judge.header(200, fields(header));
    for (int at = 0; at < body.length() && ruling.equals(Ruling.MORE); at += 700) {
      String piece = body.substring(at, Math.min(body.length(), at + 700));
      ruling = judge.content(Unpooled.copiedBuffer(piece, UTF_8));
    }
    return ruling.equals(Ruling.MORE) ? judge.end(AnswerFields.NONE) : ruling;
  }

  private static HttpExpectation digest(String written) {
    return HttpChecks.expecting(
        Map.of(), Optional.empty(), Optional.of(ExpectedDigest.of(written)), 1000);
  }

  private static HttpExpectation wide(String body) {
    return HttpChecks.expecting(
        Map.of(), Optional.of(ExpectedText.of(body)), Optional.empty(), 1_000_000);
  }

  private static AnswerFields fields(String header) {
    AnswerFields fields = new AnswerFields();
    header.lines().forEach(fields::addLine);
    return fields;
  }

  private static Ruling bad(FailureKind kind, String why) {
    return new Ruling.Bad(kind, why);
  }
}
