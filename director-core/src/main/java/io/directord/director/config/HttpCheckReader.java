package io.directord.director.config;

import com.typesafe.config.ConfigValue;
import io.directord.health.Check;
import io.directord.health.http.HttpCheck;
import io.directord.health.http.StatusRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what only checks of HTTP have. */
final class HttpCheckReader {
  private static final HttpCheck DEFAULT =
      new HttpCheck("GET", "/", "", Map.of(), List.of(new StatusRange(200, 399)));

  static final List<CheckKind> KINDS =
      List.of(
          new CheckKind(
              "http",
              CheckKind.Way.CONNECTION,
              Optional.of(DEFAULT),
              Set.of("method", "path", "host", "headers", "status"),
              HttpCheckReader::read));

  private static final Pattern STATUS = Pattern.compile("(\\d{3})(?:\\s*-\\s*(\\d{3}))?");

  /** {@code token}, RFC 9110 section 5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]*");
  private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cntrl}]*");

  private HttpCheckReader() {}

  private static Optional<Check> read(Section section, Optional<Check> base) {
    HttpCheck defaults = (HttpCheck) base.orElse(DEFAULT);
    String method = section.text("method").orElse(defaults.method());
    if (!TOKEN.matcher(method).matches()) {
      section.error("method", "method must be a word such as GET, found " + Values.quote(method));
    }
    String path = section.text("path").orElse(defaults.path());
    if (!VISIBLE.matcher(path).matches()) {
      section.error(
          "path",
          "path must hold no blanks and only ASCII (write %20), found " + Values.quote(path));
    }
    String host = section.text("host").orElse(defaults.host());
    if (!VISIBLE.matcher(host).matches()) {
      section.error("host", "host must hold no blanks, found " + Values.quote(host));
    }
    Map<String, String> headers =
        section.section("headers").map(HttpCheckReader::headers).orElse(defaults.headers());
    List<StatusRange> status = section.has("status") ? status(section) : defaults.status();
    if (!section.clean()) {
      return Optional.empty();
    }
    return section.build(() -> new HttpCheck(method, path, host, headers, status));
  }

  private static Map<String, String> headers(Section section) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : section.keys()) {
      String value = section.text(name).orElse("");
      if (!TOKEN.matcher(name).matches() || !ONE_LINE.matcher(value).matches()) {
        section.error(name, "header " + Values.quote(name) + " is no header that HTTP can carry");
      }
      if (name.equalsIgnoreCase("host")) {
        section.error(name, "the Host header has a key of its own: host");
      }
      headers.put(name, value);
    }
    return headers;
  }

  private static List<StatusRange> status(Section section) {
    List<StatusRange> ranges = new ArrayList<>();
    for (ConfigValue value : section.list("status", 500)) {
      Matcher matcher = STATUS.matcher(Values.text(value).orElse(""));
      if (!matcher.matches()) {
        section.error(
            value,
            "status must be a code such as 200 or a range such as \"200-399\", found "
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
