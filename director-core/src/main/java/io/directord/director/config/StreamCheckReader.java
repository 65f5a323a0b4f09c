package io.directord.director.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Check;
import io.directord.health.tcp.Step;
import io.directord.health.tcp.TcpCheck;
import io.directord.health.tcp.TlsCheck;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what only checks of a connection as such have: what is said on it, and heard. */
final class StreamCheckReader {
  private static final Set<String> KEYS = Set.of("send", "expect", "steps");
  private static final String HEX = "hex:";
  private static final String REGEX = "regex:";

  static final List<CheckKind> KINDS =
      List.of(
          new CheckKind(
              "tcp",
              CheckKind.Way.CONNECTION,
              Optional.of(new TcpCheck()),
              KEYS,
              StreamCheckReader::tcp),
          new CheckKind(
              "tls",
              CheckKind.Way.CONNECTION,
              Optional.of(new TlsCheck()),
              KEYS,
              StreamCheckReader::tls));

  private StreamCheckReader() {}

  private static Optional<Check> tcp(Section section, Optional<Check> base) {
    List<Step> otherwise = base.map(check -> ((TcpCheck) check).steps()).orElse(List.of());
    List<Step> steps = steps(section, otherwise);
    return section.clean() ? section.build(() -> new TcpCheck(steps)) : Optional.empty();
  }

  private static Optional<Check> tls(Section section, Optional<Check> base) {
    List<Step> otherwise = base.map(check -> ((TlsCheck) check).steps()).orElse(List.of());
    List<Step> steps = steps(section, otherwise);
    if (section.value(TlsReader.KEY).flatMap(Values::text).filter("false"::equals).isPresent()) {
      section.error(TlsReader.KEY, "tls = false is no check of type tls: that is type tcp");
    }
    return section.clean() ? section.build(() -> new TlsCheck(steps)) : Optional.empty();
  }

  private static List<Step> steps(Section section, List<Step> otherwise) {
    if (!section.has("steps")) {
      List<Step> steps = step(section);
      return steps.isEmpty() ? otherwise : steps;
    }
    section.refuse("send", "stands in steps, or alone: not both");
    section.refuse("expect", "stands in steps, or alone: not both");
    List<Step> steps = new ArrayList<>();
    for (Section each : section.sections("steps", Step.STEPS_MAX)) {
      each.unknownKeys(Set.of("send", "expect"));
      if (each.has("send") == each.has("expect")) {
        each.error("", "a step is either send or expect");
      }
      steps.addAll(step(each));
    }
    return steps;
  }

  private static List<Step> step(Section section) {
    List<Step> steps = new ArrayList<>();
    bytes(section, "send")
        .flatMap(b -> section.build(() -> new Step.Send(b)))
        .ifPresent(steps::add);
    Optional<String> regex =
        section
            .text("expect")
            .filter(t -> t.startsWith(REGEX))
            .map(t -> t.substring(REGEX.length()));
    if (regex.isPresent()) {
      section.build(() -> new Step.ExpectMatch(latin(regex.get()))).ifPresent(steps::add);
    } else {
      bytes(section, "expect")
          .flatMap(b -> section.build(() -> new Step.Expect(b)))
          .ifPresent(steps::add);
    }
    return steps;
  }

  /** Text is sent as UTF-8. */
  private static Optional<String> bytes(Section section, String key) {
    Optional<String> text = section.text(key);
    if (text.isEmpty() || !text.get().startsWith(HEX)) {
      return text.map(StreamCheckReader::latin);
    }
    String digits = text.get().substring(HEX.length()).replace(" ", "");
    try {
      return Optional.of(new String(HexFormat.of().parseHex(digits), ISO_8859_1));
    } catch (IllegalArgumentException _) {
      section.error(
          key,
          key + " behind hex: must be pairs of hexadecimal digits, found " + Values.quote(digits));
      return Optional.empty();
    }
  }

  private static String latin(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
