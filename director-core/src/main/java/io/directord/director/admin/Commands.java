package io.directord.director.admin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.directord.director.Director;
import io.directord.director.Forecast;
import io.directord.director.LastReload;
import io.directord.director.Reloaded;
import io.directord.director.config.Suggestions;
import io.directord.director.json.Json;
import io.directord.failover.RoutersView;
import io.directord.failover.RoutersView.RouterView;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What may be asked for over the control socket: whoever can open it may. */
final class Commands {
  static final Set<String> PATHS =
      Set.of("/api/v1/reload", "/api/v1/override", "/api/v1/switchover", "/api/v1/forecast");

  private final Director director;
  private final Overrides overrides;

  Commands(Director director, Overrides overrides) {
    this.director = director;
    this.overrides = overrides;
  }

  CompletionStage<Answer> carryOut(String path, Config request, Caller caller) {
    try {
      return switch (path) {
        case "/api/v1/reload" -> director.reload(flag(request, "force")).thenApply(Commands::of);
        case "/api/v1/override" -> override(request, caller);
        case "/api/v1/switchover" -> switchover(request);
        case "/api/v1/forecast" -> forecast(request);
        default -> now(Answer.problem(404, "no such command: " + path));
      };
    } catch (ConfigException malformed) {
      return now(Answer.problem(400, "a field of the request has another type than it should"));
    }
  }

  private static boolean flag(Config request, String name) {
    return request.hasPath(name) && request.getBoolean(name);
  }

  private static Answer of(Reloaded reloaded) {
    LastReload reload = reloaded.reload();
    int status =
        switch (reload.outcome()) {
          case APPLIED, UNCHANGED -> 200;
          case REJECTED -> 422;
          case REFUSED -> 409;
        };
    Map<String, Object> answer =
        Json.object("result", reload.outcome().text(), "problems", reload.problems());
    reloaded
        .round()
        .ifPresent(round -> {
          answer.putAll(StatusJson.plan(round.plan()));
          answer.put("refused", round.refused());
          round.failure().ifPresent(because -> answer.put("kernel", because));
        });
    return Answer.json(status, answer);
  }

  private CompletionStage<Answer> forecast(Config request) {
    Path file;
    try {
      file = Path.of(request.getString("file"));
    } catch (InvalidPathException impossible) {
      return now(Answer.problem(422, "file is no path"));
    }
    if (!file.isAbsolute()) {
      return now(Answer.problem(422, "file must be an absolute path, found " + file));
    }
    return director.forecast(file).thenApply(Commands::of);
  }

  private static Answer of(Forecast forecast) {
    Map<String, Object> answer = Json.object("problems", forecast.problems());
    forecast.plan().ifPresent(plan -> answer.putAll(StatusJson.plan(plan)));
    forecast.guard().ifPresent(because -> answer.put("guard", because));
    return Answer.json(forecast.plan().isPresent() ? 200 : 422, answer);
  }

  private CompletionStage<Answer> switchover(Config request) {
    Optional<String> router =
        request.hasPath("router") ? Optional.of(request.getString("router")) : Optional.empty();
    RoutersView routers = director.view().routers();
    if (routers.routers().isEmpty()) {
      return now(Answer.problem(422, "no virtual router is configured"));
    }
    String unknown = router.map(name -> unknown(routers, name)).orElse("");
    if (!unknown.isEmpty()) {
      return now(Answer.problem(422, unknown));
    }
    Optional<String> against =
        flag(request, "force") ? Optional.empty() : director.againstSwitchover(router);
    if (against.isPresent()) {
      return now(Answer.problem(409, against.get() + "; --force hands over all the same"));
    }
    return director
        .switchover(router)
        .thenApply(became -> {
          List<Map<String, Object>> moved = new ArrayList<>();
          became.forEach((name, role) ->
              moved.add(Json.object("router", name, "role", role.name().toLowerCase(Locale.ROOT))));
          return Answer.json(200, Json.object("routers", moved));
        });
  }

  private static String unknown(RoutersView routers, String name) {
    List<String> names = routers.routers().stream().map(RouterView::name).toList();
    return names.contains(name)
        ? ""
        : "no virtual router \""
            + name
            + "\"; there are: "
            + String.join(", ", names)
            + Suggestions.of(name, names);
  }

  private CompletionStage<Answer> override(Config request, Caller caller) {
    return overrides
        .change(request, caller)
        .thenApply(done -> {
          if (!done.problem().isEmpty()) {
            return Answer.problem(422, done.problem());
          }
          Map<String, Object> answer =
              Json.object("result", "done", "server", request.getString("server"));
          done.override().ifPresent(each -> answer.put("override", OverrideFile.object(each)));
          return Answer.json(200, answer);
        });
  }

  private static CompletionStage<Answer> now(Answer answer) {
    return CompletableFuture.completedStage(answer);
  }
}
