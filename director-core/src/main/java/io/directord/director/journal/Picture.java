package io.directord.director.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How routers, services and servers stood, put together from events: feed it those up to a moment,
 * in order. One thread's; knows no clock.
 */
public final class Picture {

  /** One virtual router. */
  public record RouterPicture(String role, String priority, Instant since, String because) {}

  /**
   * One virtual service.
   *
   * @param panic why servers that are down were used too; empty when they were not
   */
  public record ServicePicture(String state, Instant since, boolean quorumHeld, String panic) {}

  /**
   * One real server.
   *
   * @param weight as the kernel had it; {@code out}: in no service; empty: not known
   */
  public record ServerPicture(String state, String weight, Instant since, String because) {}

  private final Map<String, RouterPicture> routers = new TreeMap<>();
  private final Map<String, ServicePicture> services = new TreeMap<>();
  private final Map<String, ServerPicture> servers = new TreeMap<>();
  private final Map<String, String> overrides = new TreeMap<>();
  private @Nullable Instant first;
  private boolean whole;
  private @Nullable Instant started;
  private @Nullable Instant stopped;

  /** Takes the next event in. */
  public void take(JournalEvent event) {
    if (first == null) {
      first = event.at();
      whole = event.kind().equals("standing");
    }
    Map<String, String> fields = event.fields();
    switch (event.kind()) {
      case "started" -> {
        routers.clear();
        services.clear();
        servers.clear();
        started = event.at();
        stopped = null;
        whole = true; // nothing is known yet, and all that comes is told; overrides stay
      }
      case "stopped" -> stopped = event.at();
      case "role" -> router(event);
      case "server" -> server(event);
      case "change", "drift" -> weight(fields);
      case "override", "override-ended" -> override(event.kind(), fields);
      case "service" -> service(event);
      case "quorum-lost", "quorum-held" -> quorum(event);
      case "panic", "panic-ended" -> panic(event);
      case "standing" -> standing(event);
      default -> {
        // Nothing that stands.
      }
    }
  }

  private void standing(JournalEvent event) {
    Map<String, String> fields = event.fields();
    if (fields.containsKey("role")) {
      router(event);
    } else if (fields.containsKey("server")) {
      server(event);
    } else if (fields.containsKey("service")) {
      service(event);
    }
  }

  private void router(JournalEvent event) {
    routers.put(
        event.text("router"),
        new RouterPicture(
            event.text("role"), event.text("priority"), since(event), event.text("because")));
  }

  private void server(JournalEvent event) {
    String id = event.text("service") + "/" + event.text("server");
    if (event.text("state").equals("removed")) {
      servers.remove(id);
      return;
    }
    @Nullable ServerPicture before = servers.get(id);
    String weight = event.text("weight");
    if (!event.text("override").isEmpty()) {
      overrides.put(id, event.text("override"));
    }
    servers.put(
        id,
        new ServerPicture(
            event.text("state"),
            weight.isEmpty() && before != null ? before.weight() : weight,
            since(event),
            event.text("because")));
  }

  /** A weight in the kernel may change while the state does not. */
  private void weight(Map<String, String> fields) {
    String id = fields.getOrDefault("service", "") + "/" + fields.getOrDefault("server", "");
    String weight = fields.getOrDefault("weight", "");
    if (!weight.isEmpty()) {
      servers.computeIfPresent(
          id,
          (_, before) ->
              new ServerPicture(before.state(), weight, before.since(), before.because()));
    }
  }

  private void override(String kind, Map<String, String> fields) {
    String id = fields.getOrDefault("service", "") + "/" + fields.getOrDefault("server", "");
    String command = fields.getOrDefault("command", "");
    String by = fields.getOrDefault("by", "unknown");
    if (kind.equals("override-ended") || command.equals("enable")) {
      overrides.remove(id);
    } else {
      overrides.put(id, command + " by " + by);
    }
  }

  private void service(JournalEvent event) {
    String name = event.text("service");
    if (event.text("state").equals("removed")) {
      services.remove(name);
      return;
    }
    @Nullable ServicePicture before = services.get(name);
    boolean quorumHeld =
        event.fields().containsKey("quorum-held")
            ? event.text("quorum-held").equals("true")
            : before == null || before.quorumHeld();
    String panic =
        event.kind().equals("standing") || before == null ? event.text("panic") : before.panic();
    services.put(name, new ServicePicture(event.text("state"), since(event), quorumHeld, panic));
  }

  private void quorum(JournalEvent event) {
    String name = event.text("service");
    boolean held = event.kind().equals("quorum-held");
    ServicePicture before = services.get(name);
    services.put(
        name,
        before == null
            ? new ServicePicture("unknown", event.at(), held, "")
            : new ServicePicture(before.state(), before.since(), held, before.panic()));
  }

  private void panic(JournalEvent event) {
    String because = event.kind().equals("panic") ? event.text("because") : "";
    services.computeIfPresent(
        event.text("service"),
        (_, before) ->
            new ServicePicture(before.state(), before.since(), before.quorumHeld(), because));
  }

  private static Instant since(JournalEvent event) {
    try {
      String since = event.text("since");
      return since.isEmpty() ? event.at() : Instant.parse(since);
    } catch (DateTimeException damaged) {
      return event.at();
    }
  }

  public Map<String, RouterPicture> routers() {
    return routers;
  }

  public Map<String, ServicePicture> services() {
    return services;
  }

  /** By {@code SERVICE/SERVER}. */
  public Map<String, ServerPicture> servers() {
    return servers;
  }

  /** Which command stood, and by whom, by {@code SERVICE/SERVER}. */
  public Map<String, String> overrides() {
    return overrides;
  }

  /** Whether all there was is known, and not only what has changed since the first event. */
  public boolean isWhole() {
    return whole;
  }

  /** The time of the first event; empty when there was none. */
  public Optional<Instant> reachesBackTo() {
    return Optional.ofNullable(first);
  }

  /** Since when the director ran; empty when it began before the first event. */
  public Optional<Instant> started() {
    return Optional.ofNullable(started);
  }

  /** Since when it did not run any more; empty while it ran, or when it ended without a word. */
  public Optional<Instant> stopped() {
    return Optional.ofNullable(stopped);
  }
}
