package io.directord.director.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the main file, conf.d and every include together into one tree without substitutions. */
final class ConfigFiles {
  private static final String CUT_FROM = " (if you intended";
  private static final String SERVICES = "director.virtual-services";

  private final Problems problems;
  private int filesRead;

  ConfigFiles(Problems problems) {
    this.problems = problems;
  }

  /** Later files of conf.d win over earlier ones, and all of them over the main file. */
  Config load(Path main, String text) {
    Config merged = parse(text, main.toString(), new Includes(this, main, text, List.of(main)));
    for (Path file : beside(main)) {
      merged = parseFile(file, List.of(main)).withFallback(merged);
    }
    return merged;
  }

  Config parse(String text, String description, Includes includes) {
    Optional<TextParts.Cut> cut = TextParts.of(text);
    long needed = cut.map(TextParts.Cut::bytesNeeded).orElseGet(() -> TextParts.bytesNeeded(text));
    if (Memory.lacks(needed)) {
      problems.error(new Place(description, 0), "", Memory.lacking(needed));
      return ConfigFactory.empty();
    }
    return cut.flatMap(parts -> inParts(parts, description, includes))
        .orElseGet(() -> whole(text, description, includes));
  }

  private Config whole(String text, String description, Includes includes) {
    try {
      return tree(text, description, includes);
    } catch (ConfigException e) {
      report(e, description);
    } catch (StackOverflowError _) {
      problems.error(new Place(description, 0), "", "is nested too deeply to be read");
    }
    return ConfigFactory.empty();
  }

  /** Empty where something is wrong, or services are told of twice: then the whole is read. */
  private static Optional<Config> inParts(
      TextParts.Cut cut, String description, Includes includes) {
    try {
      Config rest = tree(cut.rest(), description, includes);
      // Otherwise something else has a say in it, by a key that is written in another way.
      Optional<ConfigObject> left = services(rest);
      if (left.isEmpty() || !left.get().isEmpty()) {
        return Optional.empty();
      }
      Map<String, ConfigValue> services = new HashMap<>();
      for (TextParts.Part part : cut.parts()) {
        String place = Place.descriptionAfter(part.linesBefore(), description);
        Optional<ConfigObject> some = services(tree(part.text(), place, includes));
        if (some.isEmpty() || !Collections.disjoint(services.keySet(), some.get().keySet())) {
          return Optional.empty();
        }
        // Not putAll: the library's set of entries takes the hash of all that each of them holds.
        for (String name : some.get().keySet()) {
          services.put(name, some.get().get(name));
        }
      }
      ConfigObject all = ConfigValueFactory.fromMap(services);
      return Optional.of(rest.withValue(SERVICES, all.withOrigin(left.get().origin())));
    } catch (ConfigException | StackOverflowError _) {
      return Optional.empty();
    }
  }

  /** Also where references are not resolved yet. */
  private static Optional<ConfigObject> services(Config tree) {
    ConfigObject found = tree.root();
    for (String key : ConfigUtil.splitPath(SERVICES)) {
      if (!(found.get(key) instanceof ConfigObject object)) {
        return Optional.empty();
      }
      found = object;
    }
    return Optional.of(found);
  }

  private static Config tree(String text, String description, Includes includes) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(description)
            .setIncluder(includes);
    // Read character by character: a StringReader would lock for each.
    return ConfigFactory.parseReader(Reader.of(text), options);
  }

  /** A file beside the main one, or included: that it cannot be read is a problem like others. */
  Config parseFile(Path file, List<Path> open) {
    filesRead++;
    if (filesRead > Limits.FILES_MAX) {
      if (filesRead == Limits.FILES_MAX + 1) {
        problems.error(
            new Place(file.toString(), 0), "", "more than " + Limits.FILES_MAX + " files are read");
      }
      return ConfigFactory.empty();
    }
    return switch (FileText.read(file)) {
      case FileText.Refused(String because) -> {
        problems.error(new Place(file.toString(), 0), "", because);
        yield ConfigFactory.empty();
      }
      case FileText.Read(String text) -> {
        List<Path> nowOpen = new ArrayList<>(open);
        nowOpen.add(file);
        yield parse(text, file.toString(), new Includes(this, file, text, nowOpen));
      }
    };
  }

  void error(Path file, int line, String message) {
    problems.error(new Place(file.toString(), line), "", message);
  }

  /**
   * The environment is left out, so that checking and running a file always agree. Empty when a
   * substitution names nothing.
   */
  Optional<ConfigObject> resolve(Config merged, String description) {
    try {
      Config resolved = merged.resolve(ConfigResolveOptions.noSystem().setAllowUnresolved(true));
      if (resolved.isResolved()) {
        return Optional.of(resolved.root());
      }
      Substitutions.reportUnresolved(resolved.root(), problems, description);
    } catch (ConfigException e) {
      report(e, description);
    } catch (StackOverflowError _) {
      problems.error(new Place(description, 0), "", "is nested too deeply to be read");
    }
    return Optional.empty();
  }

  private List<Path> beside(Path main) {
    Path directory = main.resolveSibling("conf.d");
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return files;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.conf")) {
      for (Path entry : entries) {
        boolean hidden = String.valueOf(entry.getFileName()).startsWith(".");
        if (!hidden && !Files.isDirectory(entry)) {
          files.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      error(directory, 0, "cannot list " + directory + ": " + e.getMessage());
    }
    Collections.sort(files);
    return files;
  }

  /** The library's message without its file, line, and advice for other formats. */
  private void report(ConfigException e, String description) {
    Place place = e.origin() == null ? Place.UNKNOWN : Place.of(e.origin());
    String message = String.valueOf(e.getMessage());
    if (e.origin() != null && message.startsWith(e.origin().description() + ": ")) {
      message = message.substring(e.origin().description().length() + 2);
    }
    if (message.contains("end of file")) {
      message = "the file ends before every {, [ and quote is closed";
    }
    if (message.contains("unescaped newline")) {
      message = "a quoted text must end on its own line";
    }
    int cut = message.indexOf(CUT_FROM);
    if (cut >= 0) {
      message =
          message.substring(0, cut) + "; text with special characters stands in double quotes";
    }
    if (message.contains("rather than object at file root")) {
      message = "the file must hold director { }, found a list";
    }
    Place shown = place.line() > 0 ? place : new Place(description, 0);
    problems.error(shown, "", message);
  }
}
