package io.directord.director.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import io.directord.director.config.Track.Pace;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one entry of a virtual router's {@code track}. */
final class TrackReader {
  /** A word, or text in single or double quotes. */
  private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  private TrackReader() {}

  static Optional<Track> read(Section section) {
    section.unknownKeys(Keys.TRACK);
    List<String> kinds = Keys.TRACK_KINDS.stream().filter(section::has).sorted().toList();
    if (kinds.size() != 1) {
      String found = kinds.isEmpty() ? "none" : String.join(" and ", kinds);
      section.error(
          kinds.isEmpty() ? "" : kinds.getLast(),
          "a track names exactly one of interface, script, file, process, service, gateway; found "
              + found);
      return Optional.empty();
    }
    String kind = kinds.getFirst();
    int weight = section.integer("weight", -Track.WEIGHT_MAX, Track.WEIGHT_MAX, 0);
    if (kind.equals("interface") || kind.equals("service")) {
      for (String key : List.of("interval", "timeout", "rise", "fall")) {
        section.refuse(key, "has no effect: a change of the " + kind + " is noticed at once");
      }
      String name = section.text(kind).orElse("");
      Duration upDelay = delay(section, kind, "up-delay");
      Duration downDelay = delay(section, kind, "down-delay");
      return section.build(() ->
          kind.equals("interface")
              ? new Track.Interface(name, weight, upDelay, downDelay)
              : new Track.Service(name, weight));
    }
    delay(section, kind, "up-delay");
    delay(section, kind, "down-delay");
    return pace(section).flatMap(pace -> paced(section, kind, pace, weight));
  }

  private static Duration delay(Section section, String kind, String key) {
    if (!kind.equals("interface") && section.has(key)) {
      String instead = kind.equals("service") ? "" : "; use rise and fall";
      section.error(key, key + " is for interface only" + instead);
      return Duration.ZERO;
    }
    return section.duration(key, Duration.ZERO, Track.Interface.DELAY_MAX).orElse(Duration.ZERO);
  }

  private static Optional<Track> paced(Section section, String kind, Pace pace, int weight) {
    if (kind.equals("script")) {
      Optional<List<String>> command = section.value("script").flatMap(v -> command(section, v));
      return command.flatMap(c -> section.build(() -> new Track.Script(c, pace, weight)));
    }
    Optional<String> text = section.text(kind);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind) {
      case "file" -> section.build(() -> new Track.File(text.get(), pace, weight));
      case "process" -> section.build(() -> new Track.RunningProcess(text.get(), pace, weight));
      default -> {
        Optional<InetAddress> address = Addresses.literal(text.get());
        if (address.isEmpty()) {
          section.error(kind, "gateway: " + Addresses.notLiteral(text.get()));
        }
        yield address.map(gateway -> new Track.Gateway(gateway, pace, weight));
      }
    };
  }

  private static Optional<Pace> pace(Section section) {
    Duration interval =
        section.duration("interval", Pace.INTERVAL_MIN, Pace.INTERVAL_MAX).orElse(Pace.INTERVAL);
    Duration timeout =
        section.duration("timeout", Duration.ofMillis(1), Pace.INTERVAL_MAX).orElse(interval);
    int rise = section.integer("rise", 1, Pace.COUNT_MAX, 1);
    int fall = section.integer("fall", 1, Pace.COUNT_MAX, 1);
    return section.build(() -> new Pace(interval, timeout, rise, fall));
  }

  private static Optional<List<String>> command(Section section, ConfigValue value) {
    List<String> words = new ArrayList<>();
    if (value instanceof ConfigList list) {
      for (ConfigValue word : list) {
        if (Values.text(word).isEmpty()) {
          section.error(word, "script must be words, found " + Values.describe(word));
        }
        words.add(Values.text(word).orElse(""));
      }
    } else {
      Optional<String> line = section.text("script");
      if (line.isEmpty()) {
        return Optional.empty();
      }
      Matcher matcher = ARGUMENT.matcher(line.get());
      while (matcher.find()) {
        words.add(
            matcher.group().substring(0, 1).matches("['\"]")
                ? matcher.group().substring(1, matcher.group().length() - 1)
                : matcher.group());
      }
    }
    return Optional.of(words);
  }
}
