package io.directord.health.transport;

import io.directord.health.Advice;
import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.Tls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicClosedChannelException;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicException;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One QUIC connection of one attempt, on a UDP socket of its own: opened, led by a dialogue, and
 * closed before its end is reported. Called on the probe loop only.
 */
public final class QuicLine implements Probe.Attempt, Ending {
  /** What we take in one datagram; the server is told so. */
  static final int DATAGRAM_BYTES_MAX = 1500;

  /** Flow control, of a connection and of each stream: a few times what an answer has. */
  private static final int WINDOW_BYTES = 256 * 1024;

  private static final int STREAM_WINDOW_BYTES = 64 * 1024;

  /** At the same time: HTTP/3 has three, and servers may open some that mean nothing. */
  private static final int STREAMS_AT_ONCE = 16;

  private static final FixedRecvByteBufAllocator READ_BYTES =
      new FixedRecvByteBufAllocator(DATAGRAM_BYTES_MAX + 1);

  private static final InstantSource CALENDAR = InstantSource.system();

  private final EventLoop loop;
  private final Endpoint endpoint;
  private final Tls tls;
  private final Dialogue dialogue;
  private final Probe.Report report;
  private final QuicSteps steps;
  private final QuicDatagrams datagrams;
  private Part part = Part.PREPARING;
  private @Nullable Channel socket;
  private @Nullable QuicChannel connection;
  private @Nullable QuicSslEngine engine;
  private @Nullable Runnable outcome;
  private boolean over;
  private boolean freed;

  private QuicLine(EventLoop loop, Endpoint endpoint, Dialogue dialogue, Probe.Report report) {
    this.loop = loop;
    this.endpoint = endpoint;
    this.tls = endpoint.tls().orElse(Tls.DEFAULT);
    this.dialogue = dialogue;
    this.report = report;
    this.steps = new QuicSteps(loop, this::stepsEnded, this::failed);
    this.datagrams = new QuicDatagrams(this);
  }

  private enum Part {
    /** Our own files and libraries are being read. */
    PREPARING,
    SECURING,
    TALKING
  }

  /** What is spoken over QUIC. */
  public interface Dialogue {
    /** Of the whole connection; what it throws ends the attempt. */
    ChannelHandler handler(QuicLine line);

    /** The handshake is done, and the server is to be trusted. */
    void connected(QuicLine line, QuicChannel connection);

    /** What is being waited for, once connected. */
    String stage();

    /** The protocol's own name of an error. */
    String error(long code);

    /** A sentence on what its codec cannot make sense of. */
    String broken(Throwable cause);
  }

  public static QuicLine open(
      EventLoop loop, Endpoint endpoint, Dialogue dialogue, Probe.Report report) {
    QuicLine line = new QuicLine(loop, endpoint, dialogue, report);
    try {
      line.prepare();
    } catch (Throwable failure) {
      line.failed(failure);
    }
    return line;
  }

  @Override
  public void success(String what, Advice advice) {
    if (!over) {
      String whole = what + remark();
      conclude(() -> report.success(whole, advice));
    }
  }

  @Override
  public void failure(FailureKind kind, String evidence) {
    conclude(() -> report.failure(kind, evidence));
  }

  @Override
  public String stage() {
    return switch (part) {
      case PREPARING -> "preparing QUIC";
      case SECURING ->
          datagrams.received() == 0
              ? "waiting for the QUIC handshake"
              : "waiting for the end of the QUIC handshake";
      case TALKING -> dialogue.stage();
    };
  }

  @Override
  public boolean waitsForUs() {
    return part == Part.PREPARING || steps.areRunning();
  }

  @Override
  public void cancel() {
    over = true;
    outcome = null;
    steps.abandon();
    free();
  }

  private void prepare() {
    CompletableFuture<TlsFiles.Material> read =
        Encryption.CONTEXTS.of(TlsFiles.of(tls), loop.ticker().nanoTime());
    QuicContext.Made made = read.isDone() ? made(read) : null;
    if (made != null) {
      connect(made);
      return;
    }
    // By a thread that may wait for a disk: the native library is looked for there.
    read.thenApplyAsync(QuicLine::make, TlsThreads.FILES)
        .whenCompleteAsync((found, bug) -> prepared(found, bug), loop);
  }

  /** Null when it is still to be made, or cannot be. */
  private static QuicContext.@Nullable Made made(CompletableFuture<TlsFiles.Material> read) {
    return !read.isCompletedExceptionally()
            && read.join() instanceof TlsFiles.Material.Ready(_, var quic)
        ? quic.made()
        : null;
  }

  private static QuicContext.Made make(TlsFiles.Material material) {
    return switch (material) {
      case TlsFiles.Material.Ready(_, var quic) -> quic.make();
      case TlsFiles.Material.Unusable(var because) -> new QuicContext.Made.Unusable(because);
    };
  }

  private void prepared(QuicContext.@Nullable Made found, @Nullable Throwable bug) {
    if (over) {
      return;
    }
    try {
      if (found == null) {
        failed(Objects.requireNonNull(bug));
      } else {
        connect(found);
      }
    } catch (Throwable failure) {
      failed(failure);
    }
  }

  private void connect(QuicContext.Made made) {
    switch (made) {
      case QuicContext.Made.Ready(var context) -> connect(context);
      case QuicContext.Made.Unusable(var because) ->
          failure(FailureKind.LOCAL, "not probed: " + because);
    }
  }

  private void connect(QuicSslContext context) {
    part = Part.SECURING;
    EpollDatagramChannel open = UdpSockets.unconnected(endpoint, READ_BYTES);
    socket = open;
    Routes.apply(endpoint.route(), open.config());
    open.pipeline().addLast(datagrams);
    ChannelFuture registered = loop.register(open);
    if (registered.cause() != null) {
      failed(registered.cause());
      return;
    }
    // It makes a context of its own in BoringSSL, which on some systems reads a file of a hundred
    // authorities that nobody asks here.
    steps.make(() -> codec(context), codec -> connect(open, codec));
  }

  /** Also when it is over meanwhile: the codec is freed with the socket. */
  private void connect(EpollDatagramChannel open, ChannelHandler codec) {
    open.pipeline().addLast(codec, new QuicDatagrams.Troubles(this));
    if (!over) {
      open.connect(endpoint.address(), UdpSockets.source(endpoint)).addListener(this::greet);
    }
  }

  private ChannelHandler codec(QuicSslContext context) {
    String host = tls.serverName().orElseGet(() -> Encryption.literal(endpoint.address()));
    return new QuicClientCodecBuilder()
        .sslEngineProvider(each -> {
          engine = context.newEngine(each.alloc(), host, endpoint.address().getPort());
          return engine;
        })
        .sslTaskExecutor(steps)
        .maxRecvUdpPayloadSize(DATAGRAM_BYTES_MAX)
        .initialMaxData(WINDOW_BYTES)
        .initialMaxStreamDataBidirectionalLocal(STREAM_WINDOW_BYTES)
        .initialMaxStreamDataUnidirectional(STREAM_WINDOW_BYTES)
        .initialMaxStreamsUnidirectional(STREAMS_AT_ONCE)
        .initialMaxStreamsBidirectional(0)
        .build();
  }

  private void greet(Future<?> connecting) {
    if (connecting.cause() != null) {
      failed(connecting.cause());
    } else if (!over) {
      QuicChannel.newBootstrap(Objects.requireNonNull(socket))
          .handler(new QuicConnection(this, dialogue.handler(this)))
          .remoteAddress(endpoint.address())
          .connect()
          .addListener(this::greeted);
    }
  }

  /** Before the first packet is sent. */
  void begun(QuicChannel begun) {
    connection = begun;
  }

  private void greeted(Future<?> greeting) {
    if (greeting.cause() != null) {
      failed(greeting.cause());
    } else {
      // Not from here: QUIC has more to tell of this packet.
      loop.execute(this::begin);
    }
  }

  private void begin() {
    if (over) {
      return;
    }
    try {
      Optional<String> complaint = complaint();
      if (complaint.isPresent()) {
        failure(FailureKind.TLS, complaint.get());
      } else {
        part = Part.TALKING;
        dialogue.connected(this, Objects.requireNonNull(connection));
      }
    } catch (Throwable bug) {
      failed(bug);
    }
  }

  private Optional<String> complaint() {
    QuicSslEngine secured = Objects.requireNonNull(engine);
    Optional<X509Certificate> certificate = Certificates.shown(secured.getSession());
    if (certificate.isEmpty()) {
      return Optional.of("the server shows no certificate");
    }
    if (!QuicContext.PROTOCOL.equals(secured.getApplicationProtocol())) {
      return Optional.of("no common protocol: offered h3, the server chose none");
    }
    return Certificates.complaint(tls, certificate.get(), CALENDAR.instant());
  }

  private String remark() {
    return Optional.ofNullable(engine)
        .flatMap(secured -> Certificates.shown(secured.getSession()))
        .flatMap(found -> Certificates.remark(tls, found, CALENDAR.instant()))
        .map(remark -> " (" + remark + ")")
        .orElse("");
  }

  /** The server has said why. */
  void closed(QuicConnectionCloseEvent event) {
    tell(QuicTrouble.of(event, stage(), dialogue::error));
  }

  /** Nobody has said why. */
  void vanished(boolean byProtocol, boolean idle) {
    if (byProtocol) {
      failure(FailureKind.PROTOCOL, "not HTTP/3 as it should be (" + stage() + ")");
    } else if (idle) {
      failure(FailureKind.CLOSED, "the connection was idle for too long (" + stage() + ")");
    } else {
      failure(FailureKind.RESET, "connection reset (" + stage() + ")");
    }
  }

  /** Of a codec above QUIC: whatever it throws, it is the server's bytes that it throws at. */
  public void broken(Throwable cause) {
    switch (cause) {
      case IOException _ -> failed(cause);
      case QuicException _ -> failed(cause);
      default -> failure(FailureKind.PROTOCOL, dialogue.broken(cause));
    }
  }

  /** Where all troubles arrive: Netty would only log what is thrown here. */
  public void failed(Throwable cause) {
    if (over) {
      return;
    }
    try {
      Throwable reason =
          cause instanceof ChannelException && cause.getCause() != null ? cause.getCause() : cause;
      Optional<String> untrusted =
          engine == null ? Optional.empty() : ServerTrust.refusal(engine.getSession());
      boolean said = reason instanceof QuicClosedChannelException c && c.event() != null;
      QuicTrouble trouble = QuicTrouble.of(reason, untrusted, stage(), dialogue::error);
      if (reason instanceof ClosedChannelException && !said) {
        failure(FailureKind.CLOSED, "connection closed (" + stage() + ")");
      } else if (trouble == null) {
        conclude(() -> report.bug(cause));
      } else {
        tell(trouble);
      }
    } catch (Throwable bug) {
      conclude(() -> report.bug(bug));
    }
  }

  private void tell(QuicTrouble trouble) {
    failure(trouble.kind(), trouble.what());
  }

  /** Never from inside QUIC's own events: they go on, and must find their connection. */
  private void conclude(Runnable told) {
    if (!over) {
      over = true;
      outcome = told;
      steps.abandon();
      loop.execute(this::free);
    }
  }

  private void stepsEnded() {
    if (over) {
      free();
    }
  }

  /** As soon as no step needs it any more. */
  private void free() {
    if (steps.areRunning()) {
      return;
    }
    if (!freed) {
      freed = true;
      if (connection != null) {
        // Not by H3_NO_ERROR, which is the application's: before the handshake is confirmed quiche
        // may answer that by sending acknowledgements without end, on this loop.
        connection.close();
      }
      if (socket != null) {
        socket.close();
      }
    }
    Runnable told = outcome;
    outcome = null;
    if (told != null) {
      told.run();
    }
  }
}
