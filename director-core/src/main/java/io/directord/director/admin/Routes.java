package io.directord.director.admin;

import com.typesafe.config.Config;
import io.directord.director.Director;
import io.directord.director.DirectorView;
import io.directord.director.LastReload;
import io.directord.director.reconcile.Plan;
import io.directord.failover.RoutersView;
import io.directord.failover.RoutersView.RouterView;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What each address answers. The same for both sides, but only the control socket may change
 * things: whoever can open it may.
 */
final class Routes {
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final Director director;
  private final Overrides overrides;
  private final Supplier<Pages> metrics;
  private final String version;
  private final Supplier<Map<String, Object>> more;

  Routes(
      Director director,
      Overrides overrides,
      Supplier<Pages> metrics,
      String version,
      Supplier<Map<String, Object>> more) {
    this.director = director;
    this.overrides = overrides;
    this.metrics = metrics;
    this.version = version;
    this.more = more;
  }

  /**
   * Answers one request.
   *
   * @param control came by the control socket
   * @param writer writes long answers, so that the director's loop does not
   */
  CompletionStage<Answer> answer(
      HttpMethod method, String path, String body, boolean control, Executor writer) {
    if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      return get(path, writer);
    }
    if (!control || !method.equals(HttpMethod.POST)) {
      return now(
          Answer.problem(
              405, "read-only here: changes go through the control socket (directorctl)"));
    }
    return switch (path) {
      case "/api/v1/reload" -> director.reload().thenApply(Routes::reloaded);
      case "/api/v1/override" -> override(body);
      case "/api/v1/switchover" -> switchover(body);
      default -> now(Answer.problem(404, "no such command: " + path));
    };
  }

  private CompletionStage<Answer> get(String path, Executor writer) {
    return switch (path) {
      case "/healthz" -> director.freshView().thenApply(_ -> Answer.text(200, "ok"));
      case "/readyz" -> now(ready());
      case "/metrics" ->
          director
              .freshView()
              .thenApplyAsync(_ -> new Answer.Paged(200, METRICS, metrics.get()), writer);
      case "/api/v1/status" ->
          director
              .freshView()
              .thenApplyAsync(view -> new Answer.Paged(200, Answer.JSON, status(view)), writer);
      case "/api/v1/plan" -> now(plan());
      default -> now(Answer.problem(404, "nothing here: " + path));
    };
  }

  private Pages status(DirectorView view) {
    Map<String, Object> besides = new LinkedHashMap<>(more.get());
    besides.put("pid", ProcessHandle.current().pid());
    return StatusJson.of(view, version, besides);
  }

  private Answer ready() {
    return StatusJson.ready(director.view())
        ? Answer.text(200, "ready")
        : Answer.text(
            503, "not ready: the probes have not all spoken, or the kernel is not in step");
  }

  /** What the last round found to do; empty when the kernel is in step. */
  private Answer plan() {
    DirectorView view = director.view();
    if (view.round().isEmpty()) {
      return Answer.problem(503, "the kernel has not been read yet");
    }
    Plan plan = view.round().get().plan();
    boolean inStep = view.round().get().inStep();
    return Answer.json(
        200,
        Json.object(
            "changes",
            inStep ? List.of() : StatusJson.changes(plan, Integer.MAX_VALUE),
            "later",
            plan.later()));
  }

  private static Answer reloaded(LastReload reload) {
    int status = reload.outcome() == LastReload.Outcome.REJECTED ? 422 : 200;
    return Answer.json(
        status, Json.object("result", reload.outcome().text(), "problems", reload.problems()));
  }

  private CompletionStage<Answer> switchover(String body) {
    Config request = Json.read(body).orElse(null);
    if (request == null) {
      return now(Answer.problem(400, "the request is not a JSON object"));
    }
    Optional<String> router =
        request.hasPath("router") ? Optional.of(request.getString("router")) : Optional.empty();
    RoutersView routers = director.view().routers();
    if (routers.routers().isEmpty()) {
      return now(Answer.problem(422, "no virtual router is configured"));
    }
    if (router.isPresent() && routers.router(router.get()).isEmpty()) {
      return now(
          Answer.problem(
              422, "no virtual router \"" + router.get() + "\"; there are: " + names(routers)));
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

  private static String names(RoutersView routers) {
    return routers.routers().stream().map(RouterView::name).collect(Collectors.joining(", "));
  }

  private CompletionStage<Answer> override(String body) {
    Config request = Json.read(body).orElse(null);
    if (request == null) {
      return now(Answer.problem(400, "the request is not a JSON object"));
    }
    return overrides
        .change(request)
        .thenApply(problem ->
            problem
                .map(words -> Answer.problem(422, words))
                .orElseGet(() -> Answer.json(200, Json.object("result", "done"))));
  }

  private static CompletionStage<Answer> now(Answer answer) {
    return CompletableFuture.completedStage(answer);
  }
}
