package io.directord.director.journal;

import io.directord.director.config.HookConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells somebody of each event that is meant for him: in order, one at a time, at least once. How
 * far it came is on disk, so that a restart goes on there. A thread of its own, which nobody waits
 * for.
 */
final class Hook implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Hook.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

  private final HookConfig config;
  private final Telling telling;
  private final Journal journal;
  private final Path progress;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Semaphore news = new Semaphore(0);
  private final Runnable listener = news::release;
  private final CountDownLatch hurried = new CountDownLatch(1);
  private volatile long told;
  private OptionalLong lastTogether = OptionalLong.empty();

  /** Begins behind the last event it was told of; a new one with those to come. */
  Hook(HookConfig config, Telling telling, Journal journal, Path folder) throws IOException {
    this.config = config;
    this.telling = telling;
    this.journal = journal;
    this.progress = folder.resolve("hook-" + config.name() + ".sequence");
    this.told = Math.min(journal.latest(), Files.exists(progress) ? saved() : Long.MAX_VALUE);
    save(told);
  }

  private long saved() throws IOException {
    String text = Files.readString(progress).strip();
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
  }

  /** Whether it was told of everything there is. */
  boolean done() {
    return told >= journal.latest();
  }

  /** Waits no longer for what may be told together with what there is. */
  void hurry() {
    hurried.countDown();
  }

  void end() {
    ended.countDown();
    hurried.countDown();
    news.release();
  }

  @Override
  public void run() {
    journal.onAppended(listener);
    try {
      while (ended.getCount() > 0) {
        news.drainPermits();
        for (JournalLine line : journal.read(told)) {
          Optional<JournalEvent> event = wanted(line);
          if (event.isEmpty()) {
            told = line.sequence();
            continue;
          }
          Optional<Moment> moment = moment(event.get());
          if (moment.isEmpty() || !tell(moment.get())) {
            return;
          }
          toldUntil(moment.get().last());
          if (told > line.sequence()) {
            break;
          }
        }
        if (done()) {
          save(told); // those that were not meant for him, too
          news.acquire();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException unwritable) {
      LOG.error("event=hook-lost hook={} because=\"{}\"", config.name(), unwritable.toString());
    } finally {
      journal.forget(listener);
    }
  }

  private Optional<JournalEvent> wanted(JournalLine line) {
    return line.event().filter(each -> Choice.wants(config.filter(), each));
  }

  private void toldUntil(long sequence) throws IOException {
    save(sequence);
    told = sequence;
  }

  /** What is told with this event, after a while where others may come; empty when all ends. */
  private Optional<Moment> moment(JournalEvent first) throws IOException, InterruptedException {
    if (!(config.way() instanceof HookConfig.Mail mail)) {
      return Optional.of(Moment.of(first));
    }
    hurried.await(pause(mail, lastTogether, System.nanoTime()), TimeUnit.NANOSECONDS);
    if (ended.getCount() == 0) {
      return Optional.empty(); // the next run begins with it
    }
    Moment moment = Moment.of(first);
    long latest = journal.latest();
    List<JournalLine> lines = journal.read(first.sequence());
    while (!lines.isEmpty() && moment.last() < latest) {
      for (JournalLine line : lines) {
        moment = moment.with(line.sequence(), wanted(line));
      }
      lines = journal.read(moment.last());
    }
    lastTogether = OptionalLong.of(System.nanoTime());
    return Optional.of(moment);
  }

  /** So that those of one moment are together, and not too many moments follow each other. */
  static long pause(HookConfig.Mail mail, OptionalLong last, long nowNanos) {
    long collect = mail.collect().toNanos();
    return last.isEmpty()
        ? collect
        : Math.max(collect, last.getAsLong() + mail.apart().toNanos() - nowNanos);
  }

  /** Whether to go on; an event that somebody goes on refusing is left for those after it. */
  private boolean tell(Moment moment) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; attempt <= config.attempts(); attempt++) {
      String trouble = telling.attempt(moment, config.timeout());
      if (trouble.isEmpty()) {
        return true;
      }
      LOG.warn(
          "event=hook-failed hook={} sequence={} attempt={} of={} because=\"{}\"",
          config.name(),
          moment.first().sequence(),
          attempt,
          config.attempts(),
          trouble);
      if (attempt < config.attempts() && ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return false; // the next run begins with it
      }
      pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
    }
    return true;
  }

  private void save(long sequence) throws IOException {
    Path fresh = progress.resolveSibling(progress.getFileName() + ".new");
    Files.writeString(fresh, sequence + "\n");
    Files.move(
        fresh, progress, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
