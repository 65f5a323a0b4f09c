package io.directord.director.admin;

import io.directord.director.Director;
import io.directord.director.config.ControlConfig;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.HttpConfig;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves status over HTTP and takes commands over the control socket. {@link #open} and {@link
 * #close} are called by one thread that may wait; the rest runs on the admin loop.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

  private final EventLoopGroup loops;
  private final Routes routes;
  private final EventStreams events;
  private final AdminLimits limits;
  private final AnswerBudget budget;
  private final AtomicInteger readers = new AtomicInteger();
  private final AtomicInteger operators = new AtomicInteger();
  private @Nullable Channel http;
  private @Nullable Channel control;
  private @Nullable HttpConfig httpConfig;
  private @Nullable ControlConfig controlConfig;

  /**
   * Makes a server that listens nowhere yet.
   *
   * @param metrics begins a scrape; called on the admin loop
   * @param more parts of status that are not the director's
   * @param events for those who follow them
   */
  public AdminServer(
      EventLoopGroup loops,
      Director director,
      Overrides overrides,
      Supplier<Pages> metrics,
      String version,
      Supplier<Map<String, Object>> more,
      EventStreams events) {
    this(loops, director, overrides, metrics, version, more, events, AdminLimits.DEFAULT);
  }

  AdminServer(
      EventLoopGroup loops,
      Director director,
      Overrides overrides,
      Supplier<Pages> metrics,
      String version,
      Supplier<Map<String, Object>> more,
      EventStreams events,
      AdminLimits limits) {
    this.loops = loops;
    this.events = events;
    this.limits = limits;
    this.budget = new AnswerBudget(limits.answerBytes());
    this.routes = new Routes(director, overrides, metrics, version, more);
  }

  /** Listens where the configuration says; what is unchanged stays open. */
  public synchronized void open(DirectorConfig config) throws IOException {
    if (!config.control().equals(controlConfig)) {
      if (controlConfig != null && controlConfig.socket().equals(config.control().socket())) {
        closeQuietly(control); // another group: or we would find ourselves answering there
      }
      Channel opened = bindControl(config.control());
      closeQuietly(control);
      control = opened;
      controlConfig = config.control();
    }
    if (!config.http().equals(httpConfig)) {
      http = moveHttp(config.http().listen());
      httpConfig = config.http();
    }
  }

  /** To another address with the same port one comes only when the old one is free. */
  private Channel moveHttp(InetSocketAddress listen) throws IOException {
    @Nullable InetSocketAddress old = httpConfig == null ? null : httpConfig.listen();
    if (old == null || old.getPort() != listen.getPort()) {
      Channel opened = bindHttp(listen);
      closeQuietly(http);
      return opened;
    }
    closeQuietly(http);
    try {
      return bindHttp(listen);
    } catch (IOException refused) {
      http = bindHttp(old);
      throw refused;
    }
  }

  private Channel bindHttp(InetSocketAddress listen) throws IOException {
    return bind(EpollServerSocketChannel.class, listen, false, "http.listen");
  }

  @Override
  public synchronized void close() {
    closeQuietly(http);
    closeQuietly(control);
    if (control != null && controlConfig != null) {
      try {
        Files.deleteIfExists(controlConfig.socket());
      } catch (IOException left) {
        LOG.debug("event=control-socket-left because=\"{}\"", left.toString());
      }
    }
  }

  private Channel bindControl(ControlConfig config) throws IOException {
    Path socket = config.socket();
    if (answers(socket)) {
      throw new IOException(
          "control socket " + socket + ": another directord answers there; stop it first");
    }
    Path parent = socket.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.deleteIfExists(socket);
    Channel bound =
        bind(
            EpollServerDomainSocketChannel.class,
            new DomainSocketAddress(socket.toString()),
            true,
            "control.socket");
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    if (config.group().isPresent()) {
      setGroup(socket, config.group().get());
    }
    return bound;
  }

  private static void setGroup(Path socket, String name) {
    try {
      GroupPrincipal group =
          socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
      Files.getFileAttributeView(socket, PosixFileAttributeView.class).setGroup(group);
    } catch (IOException | UnsupportedOperationException refused) {
      LOG.warn(
          "event=control-socket-group group={} because=\"{}\" only the daemon's user can open it",
          name,
          refused.toString());
    }
  }

  private static boolean answers(Path socket) {
    if (!Files.exists(socket)) {
      return false;
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return probe.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException nobody) {
      return false;
    }
  }

  private Channel bind(
      Class<? extends ServerChannel> type, SocketAddress address, boolean byControl, String key)
      throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(type)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel, byControl);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(key + " " + address + ": " + words(bound.cause()));
    }
    return bound.channel();
  }

  private static String words(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    int last = message.lastIndexOf(": ");
    return last < 0 ? message : message.substring(last + 2);
  }

  private void accept(Channel channel, boolean byControl) {
    AtomicInteger connections = byControl ? operators : readers;
    if (connections.incrementAndGet() > limits.connections()) {
      connections.decrementAndGet();
      channel.close();
      return;
    }
    channel.closeFuture().addListener(_ -> connections.decrementAndGet());
    RequestClock clock = new RequestClock(limits);
    channel
        .pipeline()
        .addLast(
            clock, // events take it out
            new HttpServerCodec(),
            new HttpObjectAggregator(AdminLimits.REQUEST_BYTES_MAX),
            new ChunkedWriteHandler(),
            new AdminHandler(routes, events, byControl, clock, budget));
  }

  private static void closeQuietly(@Nullable Channel channel) {
    if (channel != null) {
      channel.close().awaitUninterruptibly();
    }
  }
}
