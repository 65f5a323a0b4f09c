package io.directord.failover.track;

import io.directord.kernel.KernelException;
import io.directord.kernel.link.Links;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what the virtual routers of this node track, and tells what that means for each of them.
 * Equal things are watched once. Thread-safe; everything happens on the executor it is given, which
 * never waits, and what blocks on threads of its own.
 */
public final class Trackers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trackers.class);

  /** What was told of services beyond this is kept of tracked ones only. */
  private static final int SERVICES_MAX = 65_536;

  /** Hears what there is to tell, on the executor of the trackers. */
  public interface Listener {
    /**
     * What the tracks of a router mean, whenever it differs from what was told last, if only in the
     * evidence; and first of all after the update that names the router.
     */
    void onChange(String router, Verdict verdict);

    /** A fault of this program; on any thread. */
    void onBug(Throwable bug);
  }

  private final Loop loop;
  private final Listener listener;
  private final Looks looks;
  private final LinkWatcher links;
  private final Map<String, Boolean> services = new HashMap<>();
  private final Map<String, Verdict> told = new HashMap<>();
  private Map<String, List<Track>> routers = Map.of();
  private Map<Track, Watch> watches = Map.of();
  private Map<Track, List<String>> users = Map.of();

  /** Verdicts wait for the end of an update. */
  private boolean updating;

  private boolean closed;

  public Trackers(EventExecutor executor, Links links, GatewayProbe gateways, Listener listener) {
    this.loop = new Loop(executor, listener::onBug);
    this.listener = listener;
    this.looks = new Looks(loop, gateways);
    this.links = new LinkWatcher(loop, links, this::linksChanged);
  }

  /** Begins to hear of interfaces: once. */
  public void start() throws KernelException {
    links.start();
  }

  /** What all routers track from now on. What was watched before goes on undisturbed. */
  public void update(Map<String, List<Track>> tracks) {
    Map<String, List<Track>> wanted = new LinkedHashMap<>();
    tracks.forEach((router, each) -> wanted.put(router, List.copyOf(each)));
    loop.execute(() -> change(wanted));
  }

  /** Whether a virtual service has its quorum. May be told before anybody tracks it. */
  public void setService(String name, boolean up) {
    loop.execute(() -> heard(name, up));
  }

  /** Ends everything; programs that run are killed. */
  @Override
  public void close() {
    if (!loop.execute(this::stop)) {
      looks.close();
    }
  }

  private void change(Map<String, List<Track>> wanted) {
    assert loop.inEventLoop();
    if (closed) {
      return;
    }
    Map<Track, Watch> next = new LinkedHashMap<>();
    Map<Track, List<String>> usedBy = new HashMap<>();
    List<Runnable> starts = new ArrayList<>();
    wanted.forEach((router, tracks) -> {
      for (Track track : tracks) {
        Track key = track.watched();
        usedBy.computeIfAbsent(key, _ -> new ArrayList<>()).add(router);
        @Nullable Watch known = next.containsKey(key) ? next.get(key) : watches.get(key);
        next.put(key, known == null ? create(key, starts) : known);
      }
    });
    watches.forEach((key, watch) -> {
      if (!next.containsKey(key)) {
        watch.stop();
      }
    });
    routers = wanted;
    watches = next;
    users = usedBy;
    told.keySet().retainAll(wanted.keySet());
    updating = true;
    starts.forEach(Runnable::run);
    updating = false;
    routers.keySet().forEach(this::tell);
  }

  private Watch create(Track key, List<Runnable> starts) {
    return switch (key) {
      case Track.Interface(String device, _, long upDelay, long downDelay) ->
          heard(key, upDelay, downDelay, starts, () -> links.outcome(device));
      case Track.Service(String name, _) ->
          heard(
              key,
              0,
              0,
              starts,
              () -> Optional.ofNullable(services.get(name)).map(Trackers::quorum));
      case Track.Script script -> paced(key, script.pace(), looks.script(script), starts);
      case Track.File file -> paced(key, file.pace(), looks.file(file), starts);
      case Track.RunningProcess process ->
          paced(key, process.pace(), looks.process(process), starts);
      case Track.Gateway gateway -> paced(key, gateway.pace(), looks.gateway(gateway), starts);
    };
  }

  private Watch paced(Track key, Track.Pace pace, Look look, List<Runnable> starts) {
    PacedWatch watch = new PacedWatch(loop, () -> changed(key), pace, look);
    starts.add(watch::start);
    return watch;
  }

  private Watch heard(
      Track key,
      long upDelayNanos,
      long downDelayNanos,
      List<Runnable> starts,
      Supplier<Optional<Outcome>> now) {
    HeardWatch watch = new HeardWatch(loop, () -> changed(key), upDelayNanos, downDelayNanos);
    starts.add(() -> now.get().ifPresent(watch::hear));
    return watch;
  }

  private void linksChanged() {
    watches.forEach((key, watch) -> {
      if (key instanceof Track.Interface(String device, _, _, _)
          && watch instanceof HeardWatch heard) {
        links.outcome(device).ifPresent(heard::hear);
      }
    });
  }

  private void heard(String service, boolean up) {
    Track.Service key = new Track.Service(service, 0);
    services.put(service, up);
    if (services.size() > SERVICES_MAX) {
      services.keySet().removeIf(name -> !watches.containsKey(new Track.Service(name, 0)));
    }
    if (!closed && watches.get(key) instanceof HeardWatch watch) {
      watch.hear(quorum(up));
    }
  }

  private static Outcome quorum(boolean up) {
    return up ? new Outcome.Passed("has its quorum") : Outcome.failed("has lost its quorum");
  }

  private void changed(Track key) {
    if (!updating) {
      users.getOrDefault(key, List.of()).forEach(this::tell);
    }
  }

  private void tell(String router) {
    List<TrackStatus> statuses =
        routers.getOrDefault(router, List.of()).stream().map(this::status).toList();
    Verdict verdict = Priorities.verdict(statuses);
    if (!verdict.equals(told.put(router, verdict))) {
      LOG.debug(
          "event=track router={} adds={} fault=\"{}\"",
          router,
          verdict.priorityDelta(),
          verdict.faultBecause().orElse(""));
      listener.onChange(router, verdict);
    }
  }

  private TrackStatus status(Track track) {
    Watch watch = watches.get(track.watched());
    if (watch == null) {
      throw new IllegalStateException("nobody watches " + track);
    }
    return Priorities.status(track, watch.state());
  }

  private void stop() {
    closed = true;
    links.stop();
    watches.values().forEach(Watch::stop);
    watches = Map.of();
    users = Map.of();
    routers = Map.of();
    looks.close();
  }
}
