package io.directord.director.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resolves {@code include} relative to the file it stands in. Files only: what a director does must
 * not hang on a network or on what its program happens to contain.
 */
final class Includes
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  private final ConfigFiles files;
  private final @Nullable Path file;
  private final String text;
  private final List<Path> open;

  /**
   * @param open this file and those that include it, outermost first
   */
  Includes(ConfigFiles files, @Nullable Path file, String text, List<Path> open) {
    this.files = files;
    this.file = file;
    this.text = text;
    this.open = open;
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return what.contains("://") ? refuse(what, "only files can be included") : includePath(what);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return includePath(what.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    return refuse(what.toString(), "only files can be included");
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    return refuse(what, "only files can be included");
  }

  private ConfigObject includePath(String what) {
    if (file == null) {
      return refuse(what, "only a file can include another");
    }
    Optional<Path> found;
    try {
      found =
          Stream.of(what, what + ".conf", what + ".json")
              .map(file::resolveSibling)
              .filter(Files::isRegularFile)
              .findFirst();
    } catch (InvalidPathException _) {
      found = Optional.empty();
    }
    if (found.isEmpty()) {
      String why = what.contains("*") ? "; patterns are not expanded" : "";
      return refuse(what, "there is no such file" + why);
    }
    Path path = found.get();
    if (open.stream().anyMatch(p -> p.normalize().equals(path.normalize()))) {
      return refuse(what, "the file includes itself");
    }
    if (open.size() > Limits.INCLUDE_DEPTH_MAX) {
      return refuse(what, "includes are nested deeper than " + Limits.INCLUDE_DEPTH_MAX);
    }
    return files.parseFile(path, open).root();
  }

  private ConfigObject refuse(String what, String why) {
    Path shown = open.getLast();
    files.error(shown, line(what), "cannot include " + Values.quote(what) + ": " + why);
    return ConfigFactory.empty().root();
  }

  /** The library does not say where an include stands. */
  private int line(String what) {
    int line = 0;
    for (String content : text.lines().toList()) {
      line++;
      if (content.contains("include") && content.contains(what)) {
        return line;
      }
    }
    return 0;
  }
}
