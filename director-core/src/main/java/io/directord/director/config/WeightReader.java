package io.directord.director.config;

import com.typesafe.config.ConfigObject;
import io.directord.health.Curve;
import io.directord.health.WeightRule;
import io.directord.health.WeightText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads {@code weight} of a check: what is taken for a weight, the curve that makes one of a load,
 * and how often it may change.
 */
final class WeightReader {
  static final String KEY = "weight";
  static final Set<String> KEYS = Set.of("from", "curve", "minimum-change", "at-most-every");

  /** What the types of checks know for {@code from}. */
  private static final Map<String, List<String>> SOURCES =
      Map.of("script", List.of("exit-code", "output"), "file", List.of("content"));

  /** These have a key of their own that says where: weight-header. */
  private static final Set<String> TELL_BY_HEADER = Set.of("http", "http2", "h2c", "http3");

  private WeightReader() {}

  /** What every type has; the rest is checked here, and read by the type's own reader. */
  static Optional<WeightRule> rule(Section check, CheckKind kind, WeightRule base) {
    Optional<Section> weight = section(check);
    if (weight.isEmpty()) {
      if (!SOURCES.containsKey(kind.type())) {
        check.refuse(KEY, "must be an object { } for a check of type " + kind.type());
      }
      return Optional.of(base);
    }
    Section section = weight.get();
    section.unknownKeys(KEYS);
    if (!SOURCES.containsKey(kind.type())) {
      String why = "has no meaning for a check of type " + kind.type();
      section.refuse("from", why);
      if (!TELL_BY_HEADER.contains(kind.type())) {
        section.refuse("curve", why);
      }
    }
    int change = minimumChange(section, base.minimumChangePercent());
    Duration every =
        section
            .duration("at-most-every", Duration.ZERO, WeightRule.EVERY_MAX)
            .orElse(base.atMostEvery());
    return section.build(() -> new WeightRule(change, every));
  }

  /**
   * What a weight is made of; {@code weight = WORD} is short for {@code weight { from = WORD }}.
   */
  static Optional<String> from(Section check, String type) {
    Map<String, String> words = new LinkedHashMap<>();
    SOURCES.getOrDefault(type, List.of()).forEach(word -> words.put(word, word));
    boolean isShort =
        check.value(KEY).filter(value -> !(value instanceof ConfigObject)).isPresent();
    Optional<Section> section = isShort ? Optional.of(check) : section(check);
    String word = section.map(s -> s.choice(isShort ? KEY : "from", words, "")).orElse("");
    return Optional.of(word).filter(text -> !text.isEmpty());
  }

  static Optional<Curve> curve(Section check, Optional<Curve> base) {
    Optional<Section> curve = section(check).flatMap(weight -> weight.section("curve"));
    if (curve.isEmpty()) {
      return base;
    }
    Map<String, String> points = new LinkedHashMap<>();
    for (String load : curve.get().keys()) {
      curve.get().text(load).ifPresent(share -> points.put(load, share));
    }
    return section(check).flatMap(weight -> weight.build(() -> Curve.parse(points)));
  }

  private static Optional<Section> section(Section check) {
    return check
        .value(KEY)
        .filter(ConfigObject.class::isInstance)
        .flatMap(value -> check.section(KEY, value));
  }

  private static int minimumChange(Section section, int otherwise) {
    return section
        .text("minimum-change")
        .map(text -> {
          OptionalInt percent = WeightText.percent(text);
          if (percent.isEmpty() || percent.getAsInt() > 100) {
            section.error(
                "minimum-change", "minimum-change must be 0%..100%, found " + Values.quote(text));
          }
          return percent.orElse(otherwise);
        })
        .orElse(otherwise);
  }
}
