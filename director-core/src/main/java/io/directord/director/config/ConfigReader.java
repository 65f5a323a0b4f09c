package io.directord.director.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and checks a configuration as a whole: everything wrong is reported at once, and nothing
 * outside the files is touched, resolved or assumed. Blocks on reading files; never on a loop.
 */
public final class ConfigReader {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final String HOST_NAME_UNKNOWN = "localhost";

  private ConfigReader() {}

  /** Reads a file, what it includes, and {@code conf.d/*.conf} beside it. */
  public static ConfigResult read(Path main) {
    return switch (FileText.read(main)) {
      case FileText.Refused(String because) -> new ConfigResult.Unreadable(because);
      case FileText.Read(String text) -> {
        Problems problems = new Problems();
        ConfigFiles files = new ConfigFiles(problems);
        yield result(files, files.load(main, text), main.toString(), problems);
      }
    };
  }

  /** Reads a text that includes nothing; messages call it by its description. */
  public static ConfigResult parse(String text, String description) {
    Problems problems = new Problems();
    ConfigFiles files = new ConfigFiles(problems);
    Includes none = new Includes(files, null, text, List.of(Path.of(description)));
    return result(files, files.parse(text, description, none), description, problems);
  }

  private static ConfigResult result(
      ConfigFiles files, Config merged, String description, Problems problems) {
    Optional<DirectorConfig> config = Optional.empty();
    // A tree with holes would only be misunderstood: its other problems wait for the next reading.
    if (problems.errorCount() == 0) {
      config =
          files.resolve(merged, description).flatMap(root -> read(root, description, problems));
    }
    return config.isPresent() && problems.errorCount() == 0
        ? new ConfigResult.Valid(config.get(), problems.warnings())
        : new ConfigResult.Invalid(problems.errors());
  }

  private static Optional<DirectorConfig> read(
      ConfigObject object, String description, Problems problems) {
    Section root = Section.root(problems, new Place(description, 0), object);
    Keys.DIRECTOR.forEach(key -> root.refuse(key, "belongs inside director { }"));
    Set<String> known = new HashSet<>(Keys.ROOT);
    known.addAll(Keys.DIRECTOR);
    root.unknownKeys(known);
    Optional<Section> director = root.section("director").map(Section::silent);
    if (director.isEmpty() && root.clean()) {
      problems.error(
          new Place(description, 1),
          "director",
          "there is no director { }: everything stands in it");
    }
    return director.flatMap(section -> new DirectorReader(section, hostName()).read());
  }

  private static String hostName() {
    return FileText.read(HOST_NAME) instanceof FileText.Read(String text) && !text.isBlank()
        ? text.strip()
        : HOST_NAME_UNKNOWN;
  }
}
