package io.directord.director.command;

import io.directord.director.journal.Picture;
import io.directord.director.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How things stood, as tables for people and as an object for programs. Pure. */
final class HistoryText {
  private HistoryText() {}

  static String of(Picture picture, Instant at, Look look) {
    StringBuilder text = new StringBuilder("at ").append(at);
    text.append(state(picture)).append('\n');
    gap(picture).ifPresent(gap -> text.append(gap).append('\n'));
    text.append('\n');
    List<List<String>> routers = new ArrayList<>();
    routers.add(List.of("ROUTER", "ROLE", "PRIORITY", "SINCE", "BECAUSE"));
    picture
        .routers()
        .forEach((name, router) ->
            routers.add(
                List.of(
                    name,
                    router.role(),
                    router.priority(),
                    router.since().toString(),
                    router.because())));
    if (routers.size() > 1) {
      text.append(Table.draw(routers, "", look)).append('\n');
    }
    List<List<String>> services = new ArrayList<>();
    services.add(List.of("SERVICE", "STATE", "QUORUM", "SINCE", "PANIC"));
    picture
        .services()
        .forEach((name, service) ->
            services.add(
                List.of(
                    name,
                    service.state(),
                    service.quorumHeld() ? "held" : "LOST",
                    service.since().toString(),
                    service.panic())));
    if (services.size() > 1) {
      text.append(Table.draw(services, "", look)).append('\n');
    }
    List<List<String>> servers = new ArrayList<>();
    servers.add(List.of("SERVICE/SERVER", "STATE", "WEIGHT", "SINCE", "BECAUSE"));
    picture
        .servers()
        .forEach((id, server) ->
            servers.add(
                List.of(
                    id,
                    server.state(),
                    server.weight().isEmpty() ? "?" : server.weight(),
                    server.since().toString(),
                    picture.overrides().containsKey(id)
                        ? server.because() + "; " + picture.overrides().get(id)
                        : server.because())));
    return text.append(servers.size() > 1 ? Table.draw(servers, "", look) : "").toString();
  }

  private static String state(Picture picture) {
    if (picture.stopped().isPresent()) {
      return ": no director ran here since " + picture.stopped().get() + "; as it left things";
    }
    return picture.started().map(since -> ": running since " + since).orElse("");
  }

  /** What was before the first event is known only where something was said of it since. */
  private static Optional<String> gap(Picture picture) {
    return picture.isWhole()
        ? Optional.empty()
        : picture
            .reachesBackTo()
            .map(first ->
                "the journal begins at "
                    + first
                    + ", after the director's start: what is not shown had not changed since");
  }

  static Map<String, Object> json(Picture picture, Instant at) {
    List<Map<String, Object>> routers = new ArrayList<>();
    picture
        .routers()
        .forEach((name, router) ->
            routers.add(
                Json.object(
                    "name", name,
                    "role", router.role(),
                    "priority", router.priority(),
                    "since", router.since().toString(),
                    "because", router.because())));
    List<Map<String, Object>> services = new ArrayList<>();
    picture.services().forEach((name, service) -> services.add(service(picture, name, service)));
    Map<String, Object> all =
        Json.object("at", at.toString(), "routers", routers, "services", services);
    picture.reachesBackTo().ifPresent(first -> all.put("reachesBackTo", first.toString()));
    picture.started().ifPresent(started -> all.put("startedAt", started.toString()));
    picture.stopped().ifPresent(stopped -> all.put("stoppedAt", stopped.toString()));
    all.put("complete", gap(picture).isEmpty());
    return all;
  }

  private static Map<String, Object> service(
      Picture picture, String name, Picture.ServicePicture service) {
    List<Map<String, Object>> servers = new ArrayList<>();
    picture
        .servers()
        .forEach((id, server) -> {
          if (id.startsWith(name + "/")) {
            servers.add(
                Json.object(
                    "name", id.substring(name.length() + 1),
                    "state", server.state(),
                    "weight", server.weight(),
                    "since", server.since().toString(),
                    "because", server.because(),
                    "override", picture.overrides().getOrDefault(id, "")));
          }
        });
    Map<String, Object> object =
        Json.object(
            "name", name,
            "state", service.state(),
            "since", service.since().toString(),
            "quorumHeld", service.quorumHeld(),
            "servers", servers);
    if (!service.panic().isEmpty()) {
      object.put("panic", service.panic());
    }
    return object;
  }
}
