package io.directord.director.peer;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.EventKinds;
import io.directord.director.config.PeerConfig;
import io.directord.director.config.Secret;
import io.directord.director.config.Secrets;
import io.directord.director.journal.Entry;
import io.directord.failover.peer.PeerChannel;
import io.directord.failover.peer.PeerCounters;
import io.directord.failover.peer.PeerPath;
import io.directord.failover.peer.PeerState;
import io.directord.failover.peer.Report;
import io.directord.kernel.packet.Poller;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Whether other directors run the same and see the same. Has a thread of its own while there is a
 * key, and none before: neither elections nor addresses wait for what strangers send. {@link
 * #apply} and {@link #close} are called by one thread at a time, the rest by any.
 */
public final class PeerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerWatch.class);

  /** Whoever signs with another key is shown for so long after that. */
  private static final long STRANGER_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Surroundings around;
  private final PeerCounters counters = new PeerCounters();
  private final OwnState own;
  private final Judgements judgements = new Judgements();
  private @Nullable EventLoopGroup loops;
  private volatile @Nullable PeerChannel channel;
  private @Nullable Wanted wanted;
  private volatile PeersView view = PeersView.off(counters);
  private volatile @Nullable Stranger stranger;
  private volatile int ownUp;

  /**
   * What it needs from the process.
   *
   * @param onEvent is called on its thread and must return at once
   * @param shadow hears, and sends nothing
   */
  public record Surroundings(
      Supplier<Now> view,
      String version,
      Secrets secrets,
      Consumer<Entry> onEvent,
      Consumer<Throwable> onBug,
      boolean shadow) {}

  private record Wanted(PeerConfig config, List<PeerPath> paths, ByteBuffer key) {}

  private record Stranger(InetAddress from, long nanos) {}

  public PeerWatch(Surroundings around) {
    this.around = around;
    this.own = new OwnState(around.version());
  }

  /** Takes over another configuration. Reads the key: never on a loop. */
  public void apply(DirectorConfig config) {
    PeerConfig peer = config.peer();
    if (peer.key().isEmpty()) {
      close();
      return;
    }
    PeerChannel open = channel;
    if (open == null) {
      EventLoopGroup group =
          new MultiThreadIoEventLoopGroup(
              1, new DefaultThreadFactory("peers", true), EpollIoHandler.newFactory());
      loops = group;
      open = new PeerChannel((IoEventLoop) group.next(), new Ear(), counters, around.shadow());
      channel = open;
      view = new PeersView(true, List.of(), Optional.empty(), counters);
    }
    byte[] key = key(peer.key().get());
    Wanted now = new Wanted(peer, PeerPaths.of(config), ByteBuffer.wrap(key));
    if (!now.equals(wanted)) {
      wanted = now;
      open.update(new PeerChannel.Settings(key, peer.port(), peer.interval(), now.paths()));
    }
  }

  /** Tells others at once of what the view has now. */
  public void sendSoon() {
    PeerChannel open = channel;
    if (open != null) {
      open.sendSoon();
    }
  }

  public PeersView view() {
    PeersView now = view;
    Stranger seen = stranger;
    return seen == null || !now.on() || Poller.nowNanos() - seen.nanos() > STRANGER_NANOS
        ? now
        : new PeersView(true, now.peers(), Optional.of(seen.from()), counters);
  }

  /** Who would not serve as well, and why, when it took this router. */
  public Optional<Successor> unfit(String router) {
    return Successor.unfit(view.peers(), router, ownUp);
  }

  /** What was fetched before, when the configuration was checked on this host. */
  private byte[] key(Secret secret) {
    return switch (around.secrets().fetch(secret)) {
      case Secrets.Fetched.Found found -> found.bytes();
      case Secrets.Fetched.Missing(var because) -> throw new IllegalStateException(because);
    };
  }

  private void tell(Entry entry) {
    StringBuilder text = new StringBuilder("event=").append(entry.kind());
    entry
        .fields()
        .forEach((key, value) -> {
          boolean quoted = value.indexOf(' ') >= 0;
          text.append(' ').append(key.replace('-', '_')).append(quoted ? "=\"" : "=");
          text.append(value).append(quoted ? "\"" : "");
        });
    Level level =
        switch (EventKinds.level(entry.kind(), entry.fields())) {
          case INFO -> Level.INFO;
          case WARNING -> Level.WARN;
          case ERROR -> Level.ERROR;
        };
    LOG.atLevel(level).log("{}", text);
    around.onEvent().accept(entry);
  }

  @Override
  public void close() {
    PeerChannel open = channel;
    EventLoopGroup group = loops;
    if (open != null && group != null) {
      open.close();
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      channel = null;
      loops = null;
      wanted = null;
      view = PeersView.off(counters);
    }
  }

  /** On the channel's loop. */
  private final class Ear implements PeerChannel.Listener {
    @Override
    public Report report() {
      Now now = around.view().get();
      long nanos = Poller.nowNanos();
      Own looked = own.look(now, nanos);
      ownUp = looked.health().up();
      return OwnState.report(looked, now.routers(), nanos);
    }

    @Override
    public void onPeers(List<PeerState> peers, long nowNanos) {
      Own looked = own.look(around.view().get(), nowNanos);
      ownUp = looked.health().up();
      Judgements.Judged judged = judgements.judge(looked, peers, nowNanos);
      if (channel != null) {
        view = new PeersView(true, judged.peers(), Optional.empty(), counters);
      }
      judged.news().forEach(PeerWatch.this::tell);
    }

    @Override
    public void onStranger(InetAddress from, boolean news) {
      stranger = new Stranger(from, Poller.nowNanos());
      if (news) {
        String because = "it signs with another key than peer.key of this node";
        tell(Entry.of("peer-rejected", "from", PeerPaths.text(from), "because", because));
      }
    }

    @Override
    public void onDeaf(String interfaceName, String because) {
      tell(Entry.of("peer-deaf", "interface", interfaceName, "because", because));
    }

    @Override
    public void onBug(Throwable bug) {
      around.onBug().accept(bug);
    }
  }
}
