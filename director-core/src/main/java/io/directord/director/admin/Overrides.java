package io.directord.director.admin;

import com.typesafe.config.Config;
import io.directord.director.Director;
import io.directord.director.journal.Entry;
import io.directord.director.reconcile.OperatorOverride;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's overrides, kept on disk so that they survive a reload, a restart and a crash: a
 * command is acknowledged only when it is written. All state is touched on the disk executor only.
 */
public final class Overrides {
  private static final Logger LOG = LoggerFactory.getLogger(Overrides.class);

  /** More than this many servers have never been taken out by hand. */
  private static final int OVERRIDES_MAX = 100_000;

  private final Path folder;
  private final Director director;
  private final Executor disk;
  private final InstantSource clock;
  private Map<String, OperatorOverride> all = new LinkedHashMap<>();

  public Overrides(Path folder, Director director, Executor disk, InstantSource clock) {
    this.folder = folder;
    this.director = director;
    this.disk = disk;
    this.clock = clock;
  }

  /** Reads what an earlier run wrote, and hands it to the director. */
  public CompletionStage<Void> restore() {
    director.onOverridesEnded(ended -> disk.execute(() -> forget(ended)));
    return CompletableFuture.runAsync(
        () -> {
          all = OverrideFile.read(folder);
          if (!all.isEmpty()) {
            LOG.info("event=overrides restored={}", all.size());
            director.override(all);
          }
        },
        disk);
  }

  /**
   * What became of a request.
   *
   * @param problem why nothing was done; empty when it was
   * @param override that stands now, unless it was taken back
   */
  record Done(String problem, Optional<OperatorOverride> override) {
    static Done refused(String problem) {
      return new Done(problem, Optional.empty());
    }
  }

  /** Carries out one request. */
  CompletionStage<Done> change(Config request, Caller caller) {
    return CompletableFuture.supplyAsync(() -> changeOnDisk(request, caller), disk);
  }

  private Done changeOnDisk(Config json, Caller caller) {
    OverrideRequest.Parsed parsed = OverrideRequest.parse(json);
    OverrideRequest request = parsed.request();
    if (request == null) {
      return Done.refused(parsed.problem());
    }
    String id = request.server();
    String unknown = OverrideRequest.unknown(director.view().config(), id);
    boolean leftover = request.kind().isEmpty() && all.containsKey(id); // of a server that is gone
    if (!unknown.isEmpty() && !leftover) {
      return Done.refused(unknown);
    }
    Map<String, OperatorOverride> changed = new LinkedHashMap<>(all);
    String by = Author.of(caller, request.claim());
    Optional<OperatorOverride> override;
    try {
      override = override(request, by);
    } catch (IllegalArgumentException wrong) {
      return Done.refused(String.valueOf(wrong.getMessage()));
    }
    if (override.isEmpty()) {
      changed.remove(id);
    } else if (changed.size() >= OVERRIDES_MAX && !changed.containsKey(id)) {
      return Done.refused("not done: " + OVERRIDES_MAX + " overrides stand already");
    }
    override.ifPresent(each -> changed.put(id, each));
    try {
      OverrideFile.write(folder, changed);
    } catch (IOException refused) {
      return Done.refused("not done, because it could not be written down: " + refused);
    }
    commit(changed, request, override, by);
    return new Done("", override);
  }

  private Optional<OperatorOverride> override(OverrideRequest request, String by) {
    Instant now = clock.instant();
    return request
        .kind()
        .map(kind ->
            new OperatorOverride(
                kind,
                request.weight(),
                by,
                now,
                request.reason(),
                request.lasting().map(now::plus)));
  }

  private void commit(
      Map<String, OperatorOverride> changed,
      OverrideRequest request,
      Optional<OperatorOverride> override,
      String by) {
    all = changed;
    String until = override.flatMap(OperatorOverride::until).map(Instant::toString).orElse("");
    LOG.info(
        "event=override kind={} server={} by=\"{}\" until={} because=\"{}\"",
        request.word(),
        request.server(),
        by,
        until.isEmpty() ? "-" : until,
        request.reason());
    director.override(all);
    int slash = request.server().indexOf('/');
    director.happened(
        Entry.of(
            "override",
            "command",
            request.word(),
            "service",
            request.server().substring(0, Math.max(0, slash)),
            "server",
            request.server().substring(slash + 1),
            "weight",
            request.weight().isPresent() ? String.valueOf(request.weight().getAsInt()) : "",
            "by",
            by,
            "until",
            until,
            "because",
            request.reason()));
  }

  /** The director has ended these; what does not reach the disk is ended again by the next run. */
  private void forget(Map<String, OperatorOverride> ended) {
    Map<String, OperatorOverride> left = new LinkedHashMap<>(all);
    ended.forEach(left::remove);
    all = left;
    try {
      OverrideFile.write(folder, all);
    } catch (IOException refused) {
      LOG.warn("event=overrides-not-written because=\"{}\"", refused.toString());
    }
  }
}
