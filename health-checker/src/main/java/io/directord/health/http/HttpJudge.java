package io.directord.health.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Advice;
import io.directord.health.FailureKind;
import io.directord.health.WeightText;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Holds one answer against an expectation. Keeps its body only when text is looked for in it. */
final class HttpJudge implements AnswerJudge {
  private static final int LENGTH_DIGITS_MAX = 18;
  private static final byte[] NOTHING = {};

  private final HttpRules rules;
  private final HttpExpectation expectation;
  private final @Nullable MessageDigest digest;
  private Advice advice = Advice.NONE;
  private String what = "";
  private String note = "";
  private String encoding = "";
  private byte[] body = NOTHING;
  private int length;

  HttpJudge(HttpRules rules) {
    this.rules = rules;
    this.expectation = rules.expectation();
    this.digest = expectation.digest().map(d -> d.algorithm().begin()).orElse(null);
  }

  @Override
  public Ruling header(int status, AnswerFields fields) {
    what = "HTTP " + status;
    if (expectation.isMaintenance(status)) {
      return new Ruling.Good(what + ", asks for maintenance", Advice.mode(Advice.Mode.DRAIN));
    }
    if (!expectation.isExpected(status)) {
      return bad(FailureKind.STATUS, "expected " + expectation.statusText());
    }
    for (Map.Entry<String, TextSearch> expected : rules.headers().entrySet()) {
      Ruling ruling = header(expected.getKey(), expected.getValue(), fields);
      if (!ruling.equals(Ruling.MORE)) {
        return ruling;
      }
    }
    takeAdvice(fields);
    return expectation.asksForBody() ? announced(fields) : good();
  }

  @Override
  public Ruling content(ByteBuf bytes) {
    int more = bytes.readableBytes();
    if (more > expectation.bodyBytesMax() - length) {
      return tooLong();
    }
    if (digest != null) {
      digest.update(bytes.nioBuffer());
    }
    if (rules.body().isPresent()) {
      if (length + more > body.length) {
        int doubled = Math.min(expectation.bodyBytesMax(), 2 * body.length);
        body = Arrays.copyOf(body, Math.max(length + more, doubled));
      }
      bytes.getBytes(bytes.readerIndex(), body, length, more);
    }
    length += more;
    return Ruling.MORE;
  }

  @Override
  public Ruling end(AnswerFields trailers) {
    if (digest != null) {
      ExpectedDigest expected = expectation.digest().orElseThrow();
      String found = HexFormat.of().formatHex(digest.digest());
      if (!found.equals(expected.hex())) {
        String word = expected.algorithm().word();
        return bad(FailureKind.BODY, "the body's digest is " + word + ":" + found + encoding);
      }
    }
    if (rules.body().isPresent()) {
      TextSearch search = rules.body().get();
      TextSearch.Result result = search.in(new String(body, 0, length, UTF_8));
      if (result != TextSearch.Result.FOUND) {
        return bad(FailureKind.BODY, missing("the body", search, result) + encoding);
      }
    }
    return good();
  }

  @Override
  public String stage() {
    return what + ", waiting for the end of the body";
  }

  private Ruling header(String name, TextSearch search, AnswerFields fields) {
    String value = fields.get(name);
    if (value == null) {
      return bad(FailureKind.BODY, "no header " + name);
    }
    TextSearch.Result result = search.in(value);
    return result == TextSearch.Result.FOUND
        ? Ruling.MORE
        : bad(FailureKind.BODY, missing("header " + name, search, result));
  }

  private static String missing(String where, TextSearch search, TextSearch.Result result) {
    String quoted = " " + search.shown();
    return result == TextSearch.Result.ABSENT
        ? where + " does not hold" + quoted
        : where + " was not searched to its end: that takes too long with" + quoted;
  }

  private void takeAdvice(AnswerFields fields) {
    Optional<Advice.Weight> weight = Optional.empty();
    String told = rules.weightHeader().isEmpty() ? null : fields.get(rules.weightHeader());
    if (told != null) {
      weight = WeightText.weight(told, expectation.curve());
      if (weight.isEmpty()) {
        String quoted = " " + Quotes.of(told);
        note = ", " + expectation.weightHeader() + quoted + " is no weight";
      }
    }
    Optional<Advice.Mode> mode =
        expectation.maintenance().isEmpty() ? Optional.empty() : Optional.of(Advice.Mode.READY);
    advice = new Advice(weight, mode, OptionalInt.empty());
  }

  /** What the header says of the body. */
  private Ruling announced(AnswerFields fields) {
    String encoded = fields.get("content-encoding");
    if (encoded != null && !encoded.equalsIgnoreCase("identity")) {
      encoding = " (it is encoded: " + Quotes.plain(encoded) + ")";
    }
    String announced = fields.get("content-length");
    boolean number =
        announced != null
            && !announced.isEmpty()
            && announced.length() <= LENGTH_DIGITS_MAX
            && announced.chars().allMatch(c -> '0' <= c && c <= '9');
    return number && Long.parseLong(announced, 10) > expectation.bodyBytesMax()
        ? tooLong()
        : Ruling.MORE;
  }

  private Ruling tooLong() {
    String limit = expectation.bodyBytesMax() + " bytes (body-limit)";
    return bad(FailureKind.BODY, "a body of more than " + limit);
  }

  private Ruling good() {
    return new Ruling.Good(what + note, advice);
  }

  private Ruling bad(FailureKind kind, String why) {
    return new Ruling.Bad(kind, what + ", " + why);
  }
}
