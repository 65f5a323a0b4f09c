package io.directord.director.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import io.directord.health.Check;
import io.directord.health.Curve;
import io.directord.health.http.ExpectedDigest;
import io.directord.health.http.ExpectedText;
import io.directord.health.http.HttpCheck;
import io.directord.health.http.HttpCheck.Version;
import io.directord.health.http.HttpExpectation;
import io.directord.health.http.HttpRequest;
import io.directord.health.http.StatusRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what only checks of HTTP have, in whichever version of it. */
final class HttpCheckReader {
  private static final Set<String> KEYS =
      Set.of(
          "method",
          "path",
          "host",
          "headers",
          "user",
          "password",
          "body",
          "status",
          "expect",
          "expect-header",
          "digest",
          "body-limit",
          "maintenance-status",
          "weight-header");

  static final List<CheckKind> KINDS =
      Stream.of(Version.values()).map(HttpCheckReader::kind).toList();

  private static final int STATUS_RANGES_MAX = 500;
  private static final Pattern STATUS = Pattern.compile("(\\d{3})(?:\\s*-\\s*(\\d{3}))?");

  private HttpCheckReader() {}

  private static CheckKind kind(Version version) {
    HttpCheck plain = HttpCheck.plain(version);
    return new CheckKind(
        plain.type(),
        version == Version.HTTP3 ? CheckKind.Way.QUIC : CheckKind.Way.CONNECTION,
        Optional.of(plain),
        KEYS,
        (section, base) -> read(section, (HttpCheck) base.orElse(plain)));
  }

  private static Optional<Check> read(Section section, HttpCheck base) {
    refuseTls(section, base.version());
    Optional<HttpRequest> request = HttpRequestReader.read(section, base.request());
    Optional<HttpExpectation> expectation = expectation(section, base.expectation());
    return request
        .flatMap(
            r -> expectation.flatMap(e -> section.build(() -> new HttpCheck(base.version(), r, e))))
        .map(check -> check);
  }

  /** Whether these are encrypted is what tells them apart. */
  private static void refuseTls(Section section, Version version) {
    String word = section.value(TlsReader.KEY).flatMap(Values::text).orElse("");
    boolean without = Set.of("false", "no", "off").contains(word);
    if (version == Version.H2C && !without) {
      section.refuse(TlsReader.KEY, "belongs to type http2: h2c is HTTP/2 in clear");
    }
    if (version == Version.HTTP2 && without) {
      section.refuse(TlsReader.KEY, "cannot be left out of http2: HTTP/2 in clear is type h2c");
    }
    if (version == Version.HTTP3 && without) {
      section.refuse(TlsReader.KEY, "cannot be left out of http3: QUIC is always encrypted");
    }
  }

  private static Optional<HttpExpectation> expectation(Section section, HttpExpectation base) {
    List<StatusRange> status = section.has("status") ? status(section, "status") : base.status();
    List<StatusRange> maintenance =
        section.has("maintenance-status")
            ? status(section, "maintenance-status")
            : base.maintenance();
    Map<String, ExpectedText> headers =
        section.section("expect-header").map(HttpCheckReader::headers).orElse(base.headers());
    Optional<ExpectedText> body = read(section, "expect", ExpectedText::of).or(base::body);
    Optional<ExpectedDigest> digest = read(section, "digest", ExpectedDigest::of).or(base::digest);
    int limit = bytes(section, "body-limit", HttpExpectation.BODY_BYTES_MAX, base.bodyBytesMax());
    String weightHeader =
        HttpRequestReader.token(section, "weight-header", "X-Weight", base.weightHeader());
    Optional<Curve> curve = WeightReader.curve(section, base.curve());
    if (!section.clean()) {
      return Optional.empty();
    }
    return section.build(() ->
        new HttpExpectation(
            status, maintenance, headers, body, digest, limit, weightHeader, curve));
  }

  private static Map<String, ExpectedText> headers(Section section) {
    Map<String, ExpectedText> headers = new LinkedHashMap<>();
    for (String name : section.keys()) {
      HttpRequestReader.requireName(section, name);
      read(section, name, ExpectedText::of).ifPresent(text -> headers.put(name, text));
    }
    return headers;
  }

  private static <T> Optional<T> read(Section section, String key, Function<String, T> reader) {
    try {
      return section.text(key).map(reader);
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      section.error(key, why.startsWith(key + " ") ? why : key + ": " + why);
      return Optional.empty();
    }
  }

  /** Such as {@code 64KiB}. */
  private static int bytes(Section section, String key, int most, int otherwise) {
    Optional<ConfigValue> value = section.value(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      long bytes = value.get().atKey("size").getBytes("size");
      if (bytes >= 1 && bytes <= most) {
        return (int) bytes;
      }
    } catch (ConfigException _) {
      // Said below.
    }
    section.error(
        key,
        key
            + " must be a size such as 64KiB, 1.."
            + most
            + " bytes, found "
            + Values.describe(value.get()));
    return otherwise;
  }

  private static List<StatusRange> status(Section section, String key) {
    List<StatusRange> ranges = new ArrayList<>();
    for (ConfigValue value : section.list(key, STATUS_RANGES_MAX)) {
      Matcher matcher = STATUS.matcher(Values.text(value).orElse(""));
      if (!matcher.matches()) {
        section.error(
            value,
            key
                + " must be a code such as 200 or a range such as \"200-399\", found "
                + Values.describe(value));
        continue;
      }
      int from = Integer.parseInt(matcher.group(1));
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      try {
        ranges.add(new StatusRange(from, to));
      } catch (IllegalArgumentException e) {
        section.error(value, String.valueOf(e.getMessage()));
      }
    }
    return ranges;
  }
}
