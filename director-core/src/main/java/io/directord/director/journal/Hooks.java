package io.directord.director.journal;

import io.directord.director.config.HookConfig;
import io.directord.director.config.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Who is told of events. Confined to one thread, but for what they run on. */
public final class Hooks implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Journal journal;
  private final Path folder;
  private final String node;
  private final Secrets secrets;
  private final Map<HookConfig, Hook> running = new HashMap<>();

  /**
   * Tells nobody yet.
   *
   * @param node who tells
   */
  public Hooks(Journal journal, Path folder, String node, Secrets secrets) {
    this.journal = journal;
    this.folder = folder;
    this.node = node;
    this.secrets = secrets;
  }

  /** From now on these; those that stay go on undisturbed. */
  public void apply(List<HookConfig> hooks) throws IOException {
    running
        .entrySet()
        .removeIf(each -> {
          boolean gone = !hooks.contains(each.getKey());
          if (gone) {
            each.getValue().end();
          }
          return gone;
        });
    for (HookConfig config : hooks) {
      if (!running.containsKey(config)) {
        Hook hook = new Hook(config, Telling.of(config.way(), node, secrets), journal, folder);
        running.put(config, hook);
        Thread thread = new Thread(hook, "hook-" + config.name());
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  /** Waits until everybody was told of everything, at most so long; the rest is told next time. */
  public void finish(Duration patience) throws InterruptedException {
    List<Hook> late = new ArrayList<>(running.values());
    late.forEach(Hook::hurry);
    CountDownLatch never = new CountDownLatch(1);
    for (long left = patience.toMillis(); left > 0 && !late.isEmpty(); left -= LOOK.toMillis()) {
      late.removeIf(Hook::done);
      if (!late.isEmpty()) {
        never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  @Override
  public void close() {
    running.values().forEach(Hook::end);
  }
}
