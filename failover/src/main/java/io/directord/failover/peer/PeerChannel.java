package io.directord.failover.peer;

import io.directord.kernel.Family;
import io.directord.kernel.packet.Poller;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells other directors of this one, and hears them. Works on its loop; public methods may be
 * called from any thread.
 */
public final class PeerChannel {
  /** Two that are sent at once come no closer. */
  private static final long SPACING_NANOS = 100_000_000;

  /** A flood of datagrams with wrong signatures must not take the processor. */
  static final int SIGNATURES_PER_SECOND_MAX = 200;

  private static final long SECOND_NANOS = 1_000_000_000;

  /** A wrong key is told of again after so long. */
  private static final long QUIET_NANOS = 600 * SECOND_NANOS;

  private final IoEventLoop loop;
  private final Listener listener;
  private final boolean passive;
  private final SecureRandom chance = new SecureRandom();
  private final Sessions sessions;
  private final PeerCounters counters;
  private final Map<Place, Open> sockets = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private @Nullable Settings settings;
  private @Nullable Codec codec;
  private @Nullable Future<?> timer;
  private long counter;
  private long sentNanos;
  private boolean sendComes;
  private long secondNanos;
  private int signatures;
  private boolean strangerTold;
  private long strangerNanos;

  /** How it is configured. */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares it
  public record Settings(byte[] key, int port, Duration interval, List<PeerPath> paths) {
    public Settings {
      key = key.clone();
      paths = List.copyOf(paths);
    }
  }

  /** Whom it tells; called on its loop. */
  public interface Listener {
    /** What to send now. */
    Report report();

    /** What is known of the others, after each message and each interval. */
    void onPeers(List<PeerState> peers, long nowNanos);

    /**
     * Somebody signs with another key.
     *
     * @param news the first for a while
     */
    void onStranger(InetAddress from, boolean news);

    /** Nothing is heard there. */
    void onDeaf(String interfaceName, String because);

    void onBug(Throwable bug);
  }

  private record Place(String interfaceName, Family family) {}

  private record Open(PeerSocket socket, PeerPath path, int linkIndex) {}

  /**
   * Silent until {@link #update}.
   *
   * @param passive only listens
   */
  public PeerChannel(IoEventLoop loop, Listener listener, PeerCounters counters, boolean passive) {
    this.loop = loop;
    this.listener = listener;
    this.counters = counters;
    this.passive = passive;
    this.sessions = new Sessions(chance.nextLong(), passive);
    this.secondNanos = Poller.nowNanos();
    this.sentNanos = secondNanos - SPACING_NANOS;
  }

  /** Is to be so from now on, and tells at once. */
  public void update(Settings taken) {
    post(() -> {
      close(_ -> true);
      refused.clear();
      settings = taken;
      codec = new Codec(taken.key());
      tick();
    });
  }

  /** Something has changed that others should know. */
  public void sendSoon() {
    post(this::soon);
  }

  /** Ends; the loop stays its owner's. */
  public void close() {
    post(() -> {
      settings = null;
      if (timer != null) {
        timer.cancel(false);
      }
      close(_ -> true);
    });
  }

  private void tick() {
    Settings now = settings;
    if (now == null) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    timer = loop.schedule(guarded(this::tick), now.interval().toNanos(), TimeUnit.NANOSECONDS);
    open(now);
    send();
    tell();
  }

  private void tell() {
    long now = Poller.nowNanos();
    listener.onPeers(sessions.peers(now), now);
  }

  private void soon() {
    if (settings == null || sendComes) {
      return;
    }
    sendComes = true;
    long wait = Math.max(0, sentNanos + SPACING_NANOS - Poller.nowNanos());
    Runnable work =
        () -> {
          sendComes = false;
          send();
        };
    loop.schedule(guarded(work), wait, TimeUnit.NANOSECONDS);
  }

  private void send() {
    Settings now = settings;
    Codec writer = codec;
    if (passive || now == null || writer == null) {
      return;
    }
    sentNanos = Poller.nowNanos();
    long challenge = chance.nextLong();
    sessions.challenged(challenge);
    byte[] bytes =
        writer.write(
            new Message(
                sessions.boot(),
                ++counter,
                challenge,
                (int) now.interval().toMillis(),
                sessions.echoes(),
                listener.report()));
    sockets.values().forEach(open -> open.socket().send(bytes, counters.sent::increment));
  }

  private void onDatagram(Place place, byte[] bytes, InetAddress from) {
    Codec reader = codec;
    if (reader == null) {
      return;
    }
    long now = Poller.nowNanos();
    if (now - secondNanos >= SECOND_NANOS) {
      secondNanos = now;
      signatures = 0;
    }
    if (++signatures > SIGNATURES_PER_SECOND_MAX) {
      counters.reject(Rejection.FLOOD);
      return;
    }
    switch (reader.read(bytes)) {
      case Codec.Reading.Refused(var why) -> {
        counters.reject(why);
        if (why == Rejection.SIGNATURE) {
          boolean news = !strangerTold || now - strangerNanos > QUIET_NANOS;
          strangerNanos = news ? now : strangerNanos;
          strangerTold = true;
          listener.onStranger(from, news);
        }
      }
      case Codec.Reading.Read(var message) -> {
        String path = place.interfaceName() + " " + place.family();
        switch (sessions.hear(message, path, from, now)) {
          case Sessions.Hearing.Refused(var why, var stranger) -> {
            counters.reject(why);
            if (stranger) {
              soon(); // it can prove itself to us, and we to it, a moment later
            }
          }
          case Sessions.Hearing.Believed() -> {
            counters.received.increment();
            tell();
          }
        }
      }
    }
  }

  /** Has a socket on each interface that there is; those that came back are others. */
  private void open(Settings now) {
    Map<Place, PeerPath> wanted = new HashMap<>();
    for (PeerPath path : now.paths()) {
      wanted.put(new Place(path.interfaceName(), path.family()), path);
    }
    close(place -> !wanted.containsKey(place));
    wanted.forEach((place, path) -> {
      int index = index(path.interfaceName());
      Open there = sockets.get(place);
      if (there != null && there.linkIndex() == index) {
        return;
      }
      close(place::equals);
      if (index > 0) {
        open(now, place, path, index);
      }
    });
  }

  private void open(Settings now, Place place, PeerPath path, int index) {
    Consumer<String> onRefusal =
        because -> {
          close(place::equals);
          deaf(path, because);
        };
    try {
      PeerSocket socket =
          PeerSocket.open(
              loop,
              path,
              index,
              now.port(),
              (bytes, from) -> guarded(() -> onDatagram(place, bytes, from)).run(),
              onRefusal);
      sockets.put(place, new Open(socket, path, index));
    } catch (RuntimeException denied) { // by the kernel: options are set without a checked answer
      deaf(path, Optional.ofNullable(denied.getMessage()).orElse(denied.toString()));
    }
  }

  /** Tried again each interval, told once. */
  private void deaf(PeerPath path, String because) {
    if (refused.add(path.interfaceName() + " " + path.family())) {
      listener.onDeaf(path.interfaceName(), because);
    }
  }

  private void close(Predicate<Place> which) {
    sockets
        .entrySet()
        .removeIf(each -> {
          boolean gone = which.test(each.getKey());
          if (gone) {
            each.getValue().socket().close();
          }
          return gone;
        });
  }

  private static int index(String interfaceName) {
    try {
      NetworkInterface link = NetworkInterface.getByName(interfaceName);
      return link == null ? 0 : link.getIndex();
    } catch (SocketException unreadable) {
      return 0;
    }
  }

  private void post(Runnable work) {
    loop.execute(guarded(work));
  }

  private Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | Error bug) {
        listener.onBug(bug);
      }
    };
  }
}
