package io.directord.director.admin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.directord.director.json.Json;
import io.directord.director.reconcile.OperatorOverride;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The overrides in a state folder, by {@code SERVICE/SERVER}. Waits for the disk. */
public final class OverrideFile {
  private static final Logger LOG = LoggerFactory.getLogger(OverrideFile.class);
  private static final String FILE = "overrides.json";

  private OverrideFile() {}

  /** What is written there; what is damaged is left out and logged. */
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
              Instant.parse(entry.getString("at")),
              entry.hasPath("reason") ? entry.getString("reason") : "",
              entry.hasPath("until")
                  ? Optional.of(Instant.parse(entry.getString("until")))
                  : Optional.empty()));
    } catch (ConfigException
        | IllegalArgumentException
        | ClassCastException
        | DateTimeParseException damaged) {
      LOG.error("event=override-unreadable server={} because=\"{}\"", id, damaged.toString());
    }
  }

  /** Writes them as a whole; they are on disk when this returns. */
  static void write(Path folder, Map<String, OperatorOverride> all) throws IOException {
    Files.createDirectories(folder);
    Map<String, Object> root = new LinkedHashMap<>();
    all.forEach((id, override) -> root.put(id, object(override)));
    Path whole = folder.resolve(FILE + ".new");
    Files.writeString(whole, Json.write(root) + "\n");
    try (FileChannel file = FileChannel.open(whole, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    Files.move(whole, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** As status shows it too. */
  static Map<String, Object> object(OperatorOverride override) {
    Map<String, Object> entry =
        Json.object(
            "kind", override.kind().text(),
            "by", override.by(),
            "at", override.at().toString());
    override.weight().ifPresent(weight -> entry.put("weight", weight));
    if (!override.reason().isEmpty()) {
      entry.put("reason", override.reason());
    }
    override.until().ifPresent(until -> entry.put("until", until.toString()));
    return entry;
  }
}
