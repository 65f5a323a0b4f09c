package io.directord.failover.vrrp;

import io.directord.failover.vrrp.Ensemble.Group;
import io.directord.failover.vrrp.Ensemble.Moved;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Plays a scenario, one line at a time. A line is a setting ({@code router priority=150}, {@code
 * group g r1 r2}) or an event ({@code 1.000 r1 hear 192.0.2.3 priority=200}); without a name it is
 * about {@code r1}. The clock wraps five seconds after the start.
 */
final class Scenario {
  private static final long START = Long.MAX_VALUE - 5_000_000_000L;
  private static final Settings DEFAULT =
      new Settings(3, 100, 1_000_000_000, true, 0, 3, 0, InetAddress.ofLiteral("192.0.2.2"));

  private final Map<String, Settings> settings = new TreeMap<>();
  private final List<Group> groups = new ArrayList<>();
  private Ensemble ensemble = new Ensemble(Map.of());

  /** What came of the line: a line for each step, none for a setting. */
  List<String> play(String line) {
    List<String> words = new ArrayList<>(List.of(line.strip().split(" +")));
    String first = words.removeFirst();
    if (first.equals("router")) {
      String name = words.isEmpty() || words.getFirst().contains("=") ? "r1" : words.removeFirst();
      settings.put(name, settings(DEFAULT, words));
      return List.of();
    }
    if (first.equals("group")) {
      String name = words.removeFirst();
      groups.removeIf(group -> group.name().equals(name));
      groups.add(new Group(name, Set.copyOf(words)));
      return List.of();
    }
    long now = START + nanos(first + "s");
    String router = settings.containsKey(words.getFirst()) ? words.removeFirst() : "r1";
    if (words.getFirst().equals("set")) {
      Settings before = settings.getOrDefault(router, DEFAULT);
      settings.put(router, settings(before, words.subList(1, words.size())));
    }
    Ensemble.Outcome outcome = ensemble.step(settings, groups, router, event(words), now);
    ensemble = outcome.next();
    return outcome.moves().stream().map(this::said).toList();
  }

  private static Event event(List<String> words) {
    String rest = String.join(" ", words.subList(1, words.size()));
    return switch (words.getFirst()) {
      case "startup" -> new Event.Startup();
      case "shutdown" -> new Event.Shutdown();
      case "yield" -> new Event.Yield(rest.equals("leave"));
      case "tick" -> new Event.Tick();
      case "fail" -> new Event.Failed(rest);
      case "recover" -> new Event.Recovered();
      case "set" -> new Event.Reconfigured();
      case "overslept" -> new Event.Overslept(nanos(rest));
      case "hear" -> heard(words);
      default -> throw new IllegalArgumentException(String.join(" ", words));
    };
  }

  /** What no router of ours would advertise may be heard as well. */
  private static Event heard(List<String> words) {
    int version = DEFAULT.version();
    int priority = DEFAULT.priority();
    long interval = DEFAULT.intervalNanos();
    for (String word : words.subList(2, words.size())) {
      String value = word.substring(word.indexOf('=') + 1);
      switch (word.substring(0, word.indexOf('='))) {
        case "version" -> version = Integer.parseInt(value);
        case "priority" -> priority = Integer.parseInt(value);
        case "interval" -> interval = nanos(value);
        default -> throw new IllegalArgumentException(word);
      }
    }
    return new Event.Received(
        new Advertisement(version, 1, priority, interval, List.of()),
        InetAddress.ofLiteral(words.get(1)));
  }

  private static Settings settings(Settings before, List<String> words) {
    Settings next = before;
    for (String word : words) {
      int equals = word.indexOf('=');
      next = with(next, word.substring(0, equals), word.substring(equals + 1));
    }
    return next;
  }

  private static Settings with(Settings s, String key, String value) {
    return new Settings(
        key.equals("version") ? Integer.parseInt(value) : s.version(),
        key.equals("priority") ? Integer.parseInt(value) : s.priority(),
        key.equals("interval") ? nanos(value) : s.intervalNanos(),
        key.equals("preempt") ? Boolean.parseBoolean(value) : s.preempt(),
        key.equals("preempt-delay") ? nanos(value) : s.preemptDelayNanos(),
        key.equals("down-timer-adverts") ? Integer.parseInt(value) : s.downTimerAdverts(),
        key.equals("startup-delay") ? nanos(value) : s.startupDelayNanos(),
        key.equals("address") ? InetAddress.ofLiteral(value) : s.address());
  }

  private static long nanos(String text) {
    String number = text.replaceAll("m?s$", "");
    return Math.round(Double.parseDouble(number) * (text.endsWith("ms") ? 1e6 : 1e9));
  }

  private String said(Moved moved) {
    Step step = moved.step();
    String name = settings.size() > 1 ? moved.router() + ": " : "";
    String effects = step.effects().stream().map(Scenario::said).collect(Collectors.joining(", "));
    return name
        + said(step.next())
        + (effects.isEmpty() ? "" : "; " + effects)
        + (step.because().isEmpty() ? "" : "; because " + step.because());
  }

  private static String said(Effect effect) {
    return switch (effect) {
      case Effect.SendAdvertisement(var priority) -> "send " + priority;
      case Effect.ClaimAddresses() -> "claim";
      case Effect.ReleaseAddresses() -> "release";
      case Effect.AnnounceAgain() -> "announce again";
    };
  }

  private static String said(State state) {
    return switch (state) {
      case State.Initialize() -> "Initialize";
      case State.Fault() -> "Fault";
      case State.Backup backup -> said(backup);
      case State.Active active ->
          "Active, advertises at "
              + at(active.advertiseAtNanos())
              + (active.rival() == null ? "" : ", bears a rival");
      case State.Yielding yielding ->
          "Yielding, gives up at "
              + at(yielding.giveUpAtNanos())
              + ", ticks at "
              + at(yielding.deadlineNanos())
              + (yielding.leave() ? ", leaves" : "");
      case State.Lingering lingering ->
          "Lingering, releases at "
              + at(lingering.releaseAtNanos())
              + (lingering.leave() ? ", leaves" : "");
    };
  }

  private static String said(State.Backup backup) {
    Long preemptAt = backup.preemptAtNanos();
    return "Backup, down at "
        + at(backup.activeDownAtNanos())
        + (preemptAt == null ? "" : ", preempts from " + at(preemptAt))
        + (backup.standingBack() ? ", standing back" : "")
        + (backup.ready() ? ", ready" : "");
  }

  private static String at(OptionalLong nanos) {
    return at(nanos.orElseThrow());
  }

  private static String at(long nanos) {
    return String.format(Locale.ROOT, "%.3f", (nanos - START) / 1e9);
  }
}
