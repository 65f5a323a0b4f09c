package io.directord.director.admin;

import com.typesafe.config.Config;
import io.directord.director.Director;
import io.directord.director.DirectorView;
import io.directord.director.json.Json;
import io.directord.director.reconcile.Plan;
import io.netty.handler.codec.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What each address answers. The same for both sides, but only the control socket may change
 * things: whoever can open it may.
 */
final class Routes {
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String SERVERS = "/api/v1/servers/";

  private final Director director;
  private final Commands commands;
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
    this.commands = new Commands(director, overrides);
    this.metrics = metrics;
    this.version = version;
    this.more = more;
  }

  /**
   * Answers one request.
   *
   * @param writer writes long answers, so that the director's loop does not
   */
  CompletionStage<Answer> answer(
      HttpMethod method, String path, String body, Caller caller, Executor writer) {
    if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      return caller.control() && Commands.PATHS.contains(path)
          ? now(Answer.notAllowed("POST", "a command: POST it"))
          : get(path, writer);
    }
    if (!caller.control()) {
      return now(
          Answer.notAllowed(
              "GET, HEAD", "read-only here: changes go through the control socket (directorctl)"));
    }
    if (!method.equals(HttpMethod.POST)) {
      return now(Answer.notAllowed("GET, HEAD, POST", "there is no " + method + " here"));
    }
    Config request = Json.read(body).orElse(null);
    return request == null
        ? now(Answer.problem(400, "the request is not a JSON object"))
        : commands.carryOut(path, request, caller);
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
      default ->
          path.startsWith(SERVERS)
              ? director
                  .freshView()
                  .thenApply(view -> server(view, path.substring(SERVERS.length())))
              : now(
                  Console.file(path).orElseGet(() -> Answer.problem(404, "nothing here: " + path)));
    };
  }

  /** One server alone, for those who ask often. */
  private static Answer server(DirectorView view, String id) {
    return StatusJson.server(view, id)
        .map(server -> Answer.json(200, server))
        .orElseGet(() -> {
          String unknown = OverrideRequest.unknown(view.config(), id);
          return unknown.isEmpty()
              ? Answer.problem(503, "the kernel has not been read yet")
              : Answer.problem(404, unknown);
        });
  }

  private Pages status(DirectorView view) {
    Map<String, Object> besides = new LinkedHashMap<>(more.get());
    besides.put("pid", ProcessHandle.current().pid());
    return StatusJson.of(view, version, besides);
  }

  private Answer ready() {
    return director.view().ready()
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
    Map<String, Object> changes = StatusJson.plan(plan);
    if (inStep) {
      changes.put("changes", List.of());
    }
    return Answer.json(200, changes);
  }

  private static CompletionStage<Answer> now(Answer answer) {
    return CompletableFuture.completedStage(answer);
  }
}
