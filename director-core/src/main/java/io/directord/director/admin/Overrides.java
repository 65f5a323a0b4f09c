package io.directord.director.admin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.directord.director.Director;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.VirtualService;
import io.directord.director.journal.Entry;
import io.directord.director.reconcile.OperatorOverride;
import io.directord.kernel.ipvs.ServerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's overrides, kept on disk so that they survive a reload, a restart and a crash: a
 * command is acknowledged only when it is written. All state is touched on the disk executor only.
 */
public final class Overrides {
  private static final Logger LOG = LoggerFactory.getLogger(Overrides.class);
  private static final String FILE = "overrides.json";

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
    return CompletableFuture.runAsync(
        () -> {
          all = read(folder);
          if (!all.isEmpty()) {
            LOG.info("event=overrides restored={}", all.size());
            director.override(all);
          }
        },
        disk);
  }

  /** Carries out one request; answers with what is wrong with it, or empty when it is done. */
  CompletionStage<Optional<String>> change(Config request) {
    return CompletableFuture.supplyAsync(() -> changeOnDisk(request), disk);
  }

  private Optional<String> changeOnDisk(Config request) {
    String kind;
    String id;
    OptionalInt weight;
    String by;
    try {
      kind = request.getString("kind");
      id = request.getString("server");
      by = request.hasPath("by") ? request.getString("by") : "unknown";
      weight =
          request.hasPath("weight")
              ? OptionalInt.of(request.getInt("weight"))
              : OptionalInt.empty();
    } catch (ConfigException malformed) {
      return Optional.of("the request needs \"kind\" and \"server\" as text");
    }
    Optional<String> problem = problem(director.view().config(), id, weight);
    boolean leftover = kind.equals("enable") && all.containsKey(id); // of a server that is gone
    if (problem.isPresent() && !leftover) {
      return problem;
    }
    Map<String, OperatorOverride> changed = new LinkedHashMap<>(all);
    switch (kind) {
      case "enable" -> changed.remove(id);
      case "weight", "drain", "disable" -> {
        if (kind.equals("weight") != weight.isPresent()) {
          return Optional.of("\"weight\" goes with the kind \"weight\", and only with it");
        }
        OperatorOverride.Kind parsed = OperatorOverride.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
        changed.put(id, new OperatorOverride(parsed, weight, by, clock.instant()));
      }
      default -> {
        return Optional.of("unknown kind \"" + kind + "\": weight, drain, disable or enable");
      }
    }
    return commit(changed, kind, id, by);
  }

  private Optional<String> commit(
      Map<String, OperatorOverride> changed, String kind, String id, String by) {
    try {
      write(changed);
    } catch (IOException refused) {
      return Optional.of("not done, because it could not be written down: " + refused);
    }
    all = changed;
    LOG.info("event=override kind={} server={} by=\"{}\"", kind, id, by);
    director.happened(event(changed.get(id), kind, id, by));
    director.override(all);
    return Optional.empty();
  }

  private static Entry event(
      @Nullable OperatorOverride override, String kind, String id, String by) {
    OptionalInt weight = override == null ? OptionalInt.empty() : override.weight();
    int slash = id.indexOf('/');
    return Entry.of(
        "override",
        "command",
        kind,
        "service",
        id.substring(0, Math.max(0, slash)),
        "server",
        id.substring(slash + 1),
        "weight",
        weight.isPresent() ? String.valueOf(weight.getAsInt()) : "",
        "by",
        by);
  }

  private static Optional<String> problem(DirectorConfig config, String id, OptionalInt weight) {
    if (weight.isPresent()
        && (weight.getAsInt() < 0 || weight.getAsInt() > ServerSpec.WEIGHT_MAX)) {
      return Optional.of("weight must be 0..65535, found " + weight.getAsInt());
    }
    int slash = id.indexOf('/');
    String serviceName = slash < 0 ? id : id.substring(0, slash);
    Optional<VirtualService> service =
        config.services().stream().filter(each -> each.name().equals(serviceName)).findFirst();
    if (service.isEmpty()) {
      return Optional.of(
          "no service \""
              + serviceName
              + "\"; there are: "
              + names(config.services().stream().map(VirtualService::name).toList()));
    }
    String serverName = id.substring(slash + 1);
    boolean known =
        slash > 0
            && service.get().servers().stream().anyMatch(each -> each.name().equals(serverName));
    if (!known) {
      return Optional.of(
          "name a server as SERVICE/SERVER; service \""
              + serviceName
              + "\" has: "
              + names(service.get().servers().stream().map(each -> each.name()).toList()));
    }
    return Optional.empty();
  }

  private static String names(java.util.List<String> names) {
    int shown = Math.min(names.size(), 10);
    String text = String.join(", ", names.subList(0, shown));
    return names.size() > shown ? text + ", and " + (names.size() - shown) + " more" : text;
  }

  private void write(Map<String, OperatorOverride> changed) throws IOException {
    Files.createDirectories(folder);
    Map<String, Object> root = new LinkedHashMap<>();
    changed.forEach((id, override) -> {
      Map<String, Object> entry =
          Json.object(
              "kind", override.kind().text(),
              "by", override.by(),
              "at", override.at().toString());
      override.weight().ifPresent(weight -> entry.put("weight", weight));
      root.put(id, entry);
    });
    Path whole = folder.resolve(FILE + ".new");
    Files.writeString(whole, Json.write(root) + "\n");
    try (var file =
        java.nio.channels.FileChannel.open(whole, java.nio.file.StandardOpenOption.WRITE)) {
      file.force(true);
    }
    Files.move(whole, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * What is written in a state folder, by {@code SERVICE/SERVER}; what is damaged is left out and
   * logged.
   */
  public static Map<String, OperatorOverride> read(Path folder) {
    Map<String, OperatorOverride> found = new LinkedHashMap<>();
    Path file = folder.resolve(FILE);
    try {
      Optional<Config> root = Json.read(Files.readString(file));
      if (root.isEmpty()) {
        LOG.error("event=overrides-unreadable file={} starting without them", file);
        return found;
      }
      root.get().root().forEach((id, value) -> entry(id, value, found));
    } catch (NoSuchFileException none) {
      return found;
    } catch (IOException unreadable) {
      LOG.error("event=overrides-unreadable file={} because=\"{}\"", file, unreadable.toString());
    }
    return found;
  }

  private static void entry(String id, ConfigValue value, Map<String, OperatorOverride> into) {
    try {
      Config entry = ((ConfigObject) value).toConfig();
      into.put(
          id,
          new OperatorOverride(
              OperatorOverride.Kind.valueOf(entry.getString("kind").toUpperCase(Locale.ROOT)),
              entry.hasPath("weight")
                  ? OptionalInt.of(entry.getInt("weight"))
                  : OptionalInt.empty(),
              entry.getString("by"),
              Instant.parse(entry.getString("at"))));
    } catch (ConfigException
        | IllegalArgumentException
        | ClassCastException
        | DateTimeParseException damaged) {
      LOG.error("event=override-unreadable server={} because=\"{}\"", id, damaged.toString());
    }
  }
}
