package io.directord.director;

import io.directord.director.config.ConfigResult;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/** Has configuration files read where that may wait, and brings back what came of it. */
record FileReading(
    Executor disk,
    Function<Path, ConfigResult> reader,
    Consumer<Runnable> loop,
    Consumer<Throwable> onBug) {

  void read(Path file, Consumer<ConfigResult> then) {
    disk.execute(() -> {
      try {
        ConfigResult result = reader.apply(file);
        loop.accept(() -> then.accept(result));
      } catch (RuntimeException | Error bug) {
        onBug.accept(bug);
      }
    });
  }
}
