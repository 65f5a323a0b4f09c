package io.directord.director.systemd;

import io.directord.director.DirectorView;
import io.directord.kernel.KernelException;
import io.directord.kernel.packet.NotifySocket;
import io.directord.kernel.packet.Poller;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how this daemon fares: sd_notify(3). A thread of its own, which nobody waits for;
 * where nobody wants to hear of it, neither thread nor socket. The launcher hands over what systemd
 * says in the environment, so that no program that the daemon starts gets it.
 */
public final class ServiceManager implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final int UNSENT_MAX = 16;

  /** Systemd's word on who listens. */
  private final Optional<String> address;

  private final Optional<Duration> watchdog;
  private final AtomicLong loopTurns = new AtomicLong();
  private final AtomicBoolean asked = new AtomicBoolean();
  private final Deque<String> unsent = new ArrayDeque<>();
  private @Nullable Watched watched;
  private @Nullable Bulletin bulletin;
  private @Nullable NotifySocket socket;
  private @Nullable ScheduledExecutorService thread;
  private boolean complained;

  /**
   * What is watched.
   *
   * @param heartbeatTurned when it did last
   * @param loop the director's
   * @param onBug ends the process
   */
  public record Watched(
      Supplier<DirectorView> view,
      LongSupplier heartbeatTurned,
      Executor loop,
      Consumer<Throwable> onBug) {}

  /**
   * Opens nothing yet.
   *
   * @param address of systemd's socket
   * @param watchdogMicros as systemd writes it; what is no number counts as none
   */
  public ServiceManager(Optional<String> address, Optional<String> watchdogMicros) {
    this.address = address.filter(text -> !text.isEmpty());
    this.watchdog =
        watchdogMicros
            .filter(text -> text.matches("[1-9][0-9]{0,14}"))
            .map(text -> Duration.ofNanos(Long.parseLong(text) * 1_000));
  }

  /** Of a daemon that nobody watches. */
  public static ServiceManager none() {
    return new ServiceManager(Optional.empty(), Optional.empty());
  }

  /** Everything is started: looks on, and says so once the kernel holds what it should. */
  public synchronized void started(Watched daemon) {
    if (address.isEmpty()) {
      return;
    }
    try {
      socket = NotifySocket.open(address.get());
    } catch (KernelException | IllegalArgumentException refused) {
      complain(String.valueOf(refused.getMessage()));
      return;
    }
    watched = daemon;
    bulletin = new Bulletin(Poller.nowNanos(), watchdog, daemon.heartbeatTurned().getAsLong(), 0);
    thread = Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("systemd", true));
    thread.execute(this::look);
  }

  private synchronized void look() {
    if (thread == null || bulletin == null || watched == null) {
      return;
    }
    try {
      lookAt(thread, bulletin, watched);
    } catch (RuntimeException | Error bug) {
      watched.onBug().accept(bug);
    }
  }

  private void lookAt(ScheduledExecutorService timer, Bulletin says, Watched daemon) {
    if (asked.compareAndSet(false, true)) {
      daemon
          .loop()
          .execute(() -> {
            loopTurns.incrementAndGet();
            asked.set(false);
          });
    }
    DirectorView view = daemon.view().get();
    long heartbeat = daemon.heartbeatTurned().getAsLong();
    send(
        says.look(
            new Bulletin.Seen(
                view.round().isPresent(), StatusLine.of(view), heartbeat, loopTurns.get()),
            Poller.nowNanos()));
    timer.schedule(this::look, says.pauseNanos(), TimeUnit.NANOSECONDS);
  }

  /** A reload has begun, and ends when the stage does. */
  public synchronized void reloading(CompletionStage<?> end) {
    if (bulletin == null) {
      return;
    }
    send(bulletin.reloading(Poller.nowNanos()));
    end.whenComplete((_, _) -> reloaded());
  }

  private synchronized void reloaded() {
    if (bulletin != null && watched != null) {
      send(bulletin.reloaded(StatusLine.of(watched.view().get())));
    }
  }

  /** The end has begun: the loops that are looked at go. */
  public synchronized void stopping() {
    if (bulletin != null) {
      send(bulletin.stopping());
    }
    rest();
  }

  private void rest() {
    if (thread != null) {
      thread.shutdownNow();
      thread = null;
    }
  }

  private void send(List<String> messages) {
    if (socket == null) {
      return;
    }
    unsent.addAll(messages);
    while (!unsent.isEmpty()) {
      int answer = socket.send(unsent.getFirst());
      if (answer < 0) {
        complain("errno " + -answer);
        break;
      }
      unsent.removeFirst();
    }
    while (unsent.size() > UNSENT_MAX) {
      unsent.removeFirst();
    }
  }

  private void complain(String because) {
    if (!complained) {
      complained = true;
      LOG.warn("event=service-manager-deaf socket={} because=\"{}\"", address.get(), because);
    }
  }

  @Override
  public synchronized void close() {
    rest();
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
