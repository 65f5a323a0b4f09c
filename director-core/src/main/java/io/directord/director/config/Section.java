package io.directord.director.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One object of the configuration. A value that cannot be read becomes a problem, and its default
 * is returned so that reading goes on.
 */
final class Section {
  private final Problems problems;
  private final Place elsewhere;
  private final @Nullable Section parent;
  private final String key;
  private final ConfigObject object;
  private String label;
  private boolean named;
  private int errors;
  private @Nullable Set<String> wrong;
  private @Nullable Place place;

  private Section(
      Problems problems,
      Place elsewhere,
      @Nullable Section parent,
      String key,
      ConfigObject object) {
    this.problems = problems;
    this.elsewhere = elsewhere;
    this.parent = parent;
    this.key = key;
    this.object = object;
    this.label = key;
  }

  /**
   * @param elsewhere stands in for a place that is not known
   */
  static Section root(Problems problems, Place elsewhere, ConfigObject object) {
    return new Section(problems, elsewhere, null, "", object);
  }

  /** Names this section in messages: {@code virtual service "web"}. */
  Section labelled(String kind, String name) {
    label = kind + " " + Values.quote(name);
    named = true;
    return this;
  }

  /** For a section whose name would only repeat what its parts say. */
  Section silent() {
    label = "";
    return this;
  }

  /** The last part of the path: a name, where names are the keys. */
  String key() {
    return key;
  }

  Set<String> keys() {
    return object.keySet();
  }

  boolean has(String name) {
    return value(name).isPresent();
  }

  Optional<ConfigValue> value(String name) {
    ConfigValue value = object.get(name);
    return value == null || value.valueType() == ConfigValueType.NULL
        ? Optional.empty()
        : Optional.of(value);
  }

  Optional<String> text(String name) {
    Optional<ConfigValue> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> text = Values.text(value.get());
    if (text.isEmpty()) {
      error(name, name + " must be text, found " + Values.describe(value.get()));
    }
    return text;
  }

  boolean flag(String name, boolean otherwise) {
    Optional<ConfigValue> value = value(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    String text = Values.text(value.get()).orElse("");
    return switch (text) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> {
        error(name, name + " must be true or false, found " + Values.describe(value.get()));
        yield otherwise;
      }
    };
  }

  int integer(String name, int min, int max, int otherwise) {
    Optional<ConfigValue> value = value(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    var number = Values.whole(value.get());
    if (number.isPresent() && number.getAsLong() >= min && number.getAsLong() <= max) {
      return (int) number.getAsLong();
    }
    String found = ", found " + Values.describe(value.get());
    String wanted = number.isPresent() ? " must be " : " must be a whole number ";
    error(name, name + wanted + min + ".." + max + found);
    return otherwise;
  }

  /** {@code 10%}, or 10. */
  int percent(String name, int min, int max, int otherwise) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    String digits = text.get().replaceFirst("\\s*%$", "");
    int percent = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
    if (percent < min || percent > max) {
      String range = min + "%.." + max + "%";
      error(name, name + " must be " + range + ", found " + Values.quote(text.get()));
      return otherwise;
    }
    return percent;
  }

  /** Empty when absent, or wrong. */
  OptionalInt integer(String name, int min, int max) {
    int number = integer(name, min, max, min - 1);
    return number < min ? OptionalInt.empty() : OptionalInt.of(number);
  }

  Optional<Duration> duration(String name, Duration min, Duration max) {
    Optional<ConfigValue> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> duration = Values.text(value.get()).flatMap(Durations::parse);
    String found = ", found " + Values.describe(value.get());
    if (duration.isEmpty()) {
      error(name, name + ": expected a duration such as 2s" + found);
      return duration;
    }
    boolean bare = Values.whole(value.get()).isPresent() && !duration.get().isZero();
    if (duration.get().compareTo(min) < 0 || duration.get().compareTo(max) > 0) {
      String why = bare ? "; a number without a unit counts milliseconds" : "";
      String range = Durations.text(min) + ".." + Durations.text(max);
      error(name, name + " must be " + range + found + why);
      return Optional.empty();
    }
    if (bare) {
      warn(name, name + " has no unit and counts milliseconds" + found + "; write the unit");
    }
    return duration;
  }

  /** One of these words. */
  <T> T choice(String name, Map<String, T> words, T otherwise) {
    Optional<String> text = text(name);
    @Nullable T chosen = text.isPresent() ? words.get(text.get()) : null;
    if (text.isPresent() && chosen == null) {
      List<String> sorted = words.keySet().stream().sorted().toList();
      String choices = name + " must be one of " + String.join(", ", sorted);
      String found = ", found " + Values.quote(text.get());
      error(name, choices + found + Suggestions.of(text.get(), sorted));
    }
    return chosen == null ? otherwise : chosen;
  }

  /** Empty when absent; a single value counts as a list of one. */
  List<ConfigValue> list(String name, int max) {
    List<ConfigValue> list = value(name).map(Values::list).orElse(List.of());
    if (list.size() > max) {
      error(name, name + " holds " + list.size() + " entries; the limit is " + max);
      return List.of();
    }
    return list;
  }

  Optional<Section> section(String name) {
    Optional<ConfigValue> value = value(name);
    return value.isEmpty() ? Optional.empty() : section(name, value.get());
  }

  /** A section at a value that is part of this one. */
  Optional<Section> section(String name, ConfigValue value) {
    if (value instanceof ConfigObject child) {
      return Optional.of(new Section(problems, elsewhere, this, name, child));
    }
    error(value, name + " must be an object { }, found " + Values.describe(value));
    return Optional.empty();
  }

  /** The objects of a list. */
  List<Section> sections(String name, int max) {
    Optional<ConfigValue> value = value(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof ConfigList)) {
      error(name, name + " must be a list [ ], found " + Values.describe(value.get()));
      return List.of();
    }
    List<ConfigValue> list = list(name, max);
    List<Section> sections = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      section(name + "[" + i + "]", list.get(i)).ifPresent(sections::add);
    }
    return sections;
  }

  /** The objects of an object whose keys are the operator's names, in the order of the file. */
  List<Section> named(String name, String kind, int max) {
    Optional<Section> parent = section(name).map(Section::silent);
    if (parent.isEmpty()) {
      return List.of();
    }
    if (parent.get().keys().size() > max) {
      error(name, name + " holds " + parent.get().keys().size() + " entries; the limit is " + max);
      return List.of();
    }
    List<Section> children = new ArrayList<>();
    for (String child : parent.get().keys()) {
      Names.complaint(child).ifPresent(why -> parent.get().error(child, kind + " " + why));
      Optional<ConfigValue> value = parent.get().value(child);
      if (value.isPresent() && value.get() instanceof ConfigObject childObject) {
        Section section = new Section(problems, elsewhere, parent.get(), child, childObject);
        children.add(section.labelled(kind, child));
      } else if (value.isPresent()) {
        String found = " must be an object { }, found " + Values.describe(value.get());
        parent.get().error(child, kind + " " + Values.quote(child) + found);
      }
    }
    children.sort(Section::byPlace);
    return children;
  }

  private static int byPlace(Section one, Section other) {
    int byPlace = one.place().compareTo(other.place());
    return byPlace != 0 ? byPlace : one.key.compareTo(other.key);
  }

  /** Notes that a key is missing, and what it should hold. */
  boolean lacks(String name, String what) {
    if (has(name)) {
      return false;
    }
    error(name, name + " is missing: give " + what);
    return true;
  }

  void refuse(String name, String why) {
    if (has(name)) {
      error(name, name + " " + why);
    }
  }

  void error(String name, String message) {
    if (wrong == null) {
      wrong = new HashSet<>();
    }
    wrong.add(name);
    report(place(name), path(name), subject() + message);
  }

  /** For one element of a list. */
  void error(ConfigValue at, String message) {
    Place place = Place.of(at);
    report(place.line() > 0 ? place : place(), path(), subject() + message);
  }

  void warn(String name, String message) {
    problems.warning(place(name), path(name), subject() + message);
  }

  /** Nothing was wrong so far, here and below. */
  boolean clean() {
    return errors == 0;
  }

  /** A record that refuses its values speaks as a problem, at the key its sentence begins with. */
  <T> Optional<T> build(Supplier<T> values) {
    try {
      return Optional.of(values.get());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String name = message.substring(0, Math.max(0, message.indexOf(' ')));
      if (clean() || (has(name) && (wrong == null || !wrong.contains(name)))) {
        error(name, message);
      }
      return Optional.empty();
    }
  }

  void unknownKeys(Set<String> known) {
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        report(place(name), path(name), "unknown key " + Values.quote(name) + hint(name, known));
      }
    }
  }

  Place place() {
    Place known = place;
    if (known == null) {
      Place own = Place.of(object);
      Place outer = parent == null ? elsewhere : parent.place();
      known = own.line() > 0 ? own : outer;
      place = known;
    }
    return known;
  }

  Place place(String name) {
    ConfigValue value = object.get(name);
    Place own = value == null ? Place.UNKNOWN : Place.of(value);
    return own.line() > 0 ? own : place();
  }

  private void report(Place place, String path, String message) {
    problems.error(place, path, message);
    for (Section section = this; section != null; section = section.parent) {
      section.errors++;
    }
  }

  private String hint(String name, Set<String> known) {
    String suggestion = Suggestions.of(name, known);
    boolean dotted = named && object.get(name) instanceof ConfigObject;
    return suggestion.isEmpty() && dotted
        ? "; a name with a dot stands in double quotes: \"" + key + "." + name + "\""
        : suggestion;
  }

  private String path() {
    return parent == null || parent.path().isEmpty() ? key : parent.path() + "." + key;
  }

  private String path(String name) {
    return path().isEmpty() || name.isEmpty() ? path() + name : path() + "." + name;
  }

  private String subject() {
    String outer = parent == null ? "" : parent.subject();
    if (label.isEmpty()) {
      return outer;
    }
    return outer.isEmpty()
        ? label + ": "
        : outer.substring(0, outer.length() - 2) + ", " + label + ": ";
  }
}
