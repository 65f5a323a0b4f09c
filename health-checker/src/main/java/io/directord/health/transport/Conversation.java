package io.directord.health.transport;

import io.directord.health.Advice;
import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection of one attempt: opened, encrypted where that is asked for, led by a dialogue,
 * and closed before its end is reported. Called on the probe loop only.
 */
public final class Conversation extends ChannelInboundHandlerAdapter
    implements Probe.Attempt, Ending {
  private final Endpoint endpoint;
  private final Dialogue dialogue;
  private final Probe.Report report;
  private final @Nullable Encryption encryption;
  private Part part = Part.CONNECTING;
  private @Nullable Channel channel;
  private boolean connected;
  private boolean over;

  private Conversation(Endpoint endpoint, Dialogue dialogue, Probe.Report report) {
    this.endpoint = endpoint;
    this.dialogue = dialogue;
    this.report = report;
    this.encryption =
        endpoint.tls().map(tls -> new Encryption(endpoint, tls, dialogue.protocols())).orElse(null);
  }

  private enum Part {
    CONNECTING,
    /** Before the dialogue has begun. */
    SECURING_FIRST,
    TALKING,
    /** In the midst of the dialogue. */
    SECURING
  }

  /** What one kind of probe says and understands. */
  public interface Dialogue {
    /** The connection stands, and is encrypted if it is from its start. */
    void connected(Conversation conversation);

    /** The bytes are not kept beyond this call. */
    void received(Conversation conversation, ByteBuf bytes);

    /** What was asked for with {@link #startTls} is so: from now on, everything is encrypted. */
    default void secured(Conversation conversation) {}

    /**
     * What is spoken, in ALPN's words, in order of preference. A server that knows nothing of ALPN
     * is as good, unless the operator names protocols.
     */
    default List<String> protocols() {
      return List.of();
    }

    /**
     * The server has ended the connection in good order. Unless this reports, or for the end of
     * what is read from it, it is a failure.
     */
    default void ended(Conversation conversation) {}

    /** What is being waited for, once connected. */
    String stage();
  }

  public static Conversation open(
      EventLoop loop, Endpoint endpoint, Dialogue dialogue, Probe.Report report) {
    Conversation conversation = new Conversation(endpoint, dialogue, report);
    try {
      conversation.connect(loop);
    } catch (ChannelException failure) {
      conversation.failed(failure);
    }
    return conversation;
  }

  public void success(String what) {
    success(what, Advice.NONE);
  }

  @Override
  public void success(String what, Advice advice) {
    String remark = encryption == null ? "" : encryption.remark();
    if (end()) {
      report.success(what + remark, advice);
    }
  }

  @Override
  public void failure(FailureKind kind, String evidence) {
    if (end()) {
      report.failure(kind, evidence);
    }
  }

  public void send(byte[] bytes) {
    if (channel != null) {
      ByteBuf buffer = channel.alloc().directBuffer(bytes.length).writeBytes(bytes);
      channel.writeAndFlush(buffer, channel.voidPromise());
    }
  }

  /**
   * Encrypts the connection, as its endpoint says, after the server has agreed: asked for in {@link
   * Dialogue#received}, which must have read no further than that agreement. What the server sent
   * beyond it came in clear, from whomever, and is a failure.
   */
  public void startTls() {
    if (part != Part.TALKING || !endpoint.startsTls()) {
      throw new IllegalStateException("encrypted already, or not to be");
    }
    part = Part.SECURING;
    secure();
  }

  /** Such as {@code TLS 1.3}; empty in clear. */
  public String tlsVersion() {
    return encryption == null ? "" : encryption.version();
  }

  /**
   * Whether the server has asked for a certificate of ours, and has not yet said that it will do.
   */
  public boolean awaitsJudgement() {
    return encryption != null && encryption.awaitsJudgement();
  }

  /** Says, in TLS, that nothing more will be sent: the server then ends the conversation too. */
  public void finish() {
    if (encryption != null) {
      encryption.finish();
    }
  }

  /** What was agreed upon by ALPN; empty when nothing was. */
  public String protocol() {
    return encryption == null ? "" : encryption.protocol();
  }

  /**
   * Puts a protocol's codec between the bytes and the dialogue, once connected. What it does not
   * consume is received as before; what it throws ends the conversation.
   */
  public void install(ChannelHandler codec) {
    if (channel != null && !over) {
      ChannelPipeline pipeline = channel.pipeline();
      pipeline.addBefore(pipeline.context(this).name(), null, codec);
    }
  }

  @Override
  public String stage() {
    return switch (part) {
      case CONNECTING -> "connecting";
      case SECURING_FIRST, SECURING -> "connected, waiting for the TLS handshake";
      case TALKING -> dialogue.stage();
    };
  }

  @Override
  public boolean waitsForUs() {
    return encryption != null && encryption.waitsForUs();
  }

  @Override
  public void cancel() {
    end();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (context.channel().localAddress().equals(context.channel().remoteAddress())) {
      // On this very machine, TCP may choose the port it calls as its own, and answer itself.
      failure(FailureKind.REFUSED, "connection refused");
    }
    if (!over) {
      connected = true;
      // Not from here: who closes a channel inside the event of its connection has Netty make an
      // exception, whose stack trace costs more than the rest of a probe.
      context.channel().eventLoop().execute(this::begin);
    }
  }

  /** Once, before anything else is told. */
  private void begin() {
    if (over || part != Part.CONNECTING || channel == null) {
      return;
    }
    try {
      byte[] header =
          ProxyHeaders.of(
              endpoint.proxy(),
              (InetSocketAddress) channel.localAddress(),
              (InetSocketAddress) channel.remoteAddress());
      if (header.length > 0) {
        send(header);
      }
      if (encryption == null || endpoint.startsTls()) {
        part = Part.TALKING;
        dialogue.connected(this);
      } else {
        part = Part.SECURING_FIRST;
        secure();
      }
    } catch (Throwable bug) {
      failed(bug);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    switch (event) {
      case SslHandshakeCompletionEvent done when done.isSuccess() -> secured(context.pipeline());
      case SslHandshakeCompletionEvent done -> failed(done.cause());
      case SslCloseCompletionEvent _ when part == Part.TALKING -> ended();
      default -> {}
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      begin();
      if (!over && part == Part.TALKING) {
        dialogue.received(this, bytes);
      }
      if (!over && part == Part.SECURING_FIRST) {
        failure(FailureKind.TLS, "not TLS: " + Quotes.of(bytes));
      }
      if (!over && part == Part.SECURING && bytes.isReadable()) {
        failure(
            FailureKind.PROTOCOL,
            "the server sends more in clear than its agreement to TLS: " + Quotes.of(bytes));
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (connected) {
      begin();
    }
    ended();
  }

  private void ended() {
    if (!over && part == Part.TALKING) {
      dialogue.ended(this);
    }
    if (!over) {
      failed(new ClosedChannelException());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (connected) {
      begin();
    }
    failed(cause);
  }

  private void secure() {
    Objects.requireNonNull(encryption)
        .start(
            Objects.requireNonNull(channel),
            because -> failure(FailureKind.LOCAL, "not probed: " + because),
            this::failed);
  }

  private void secured(ChannelPipeline pipeline) {
    if (over || part == Part.TALKING) {
      return;
    }
    // Else the end of the handshake could stay here, when the dialogue has nothing to say.
    pipeline.firstContext().flush();
    Optional<String> complaint = Objects.requireNonNull(encryption).complaint();
    boolean begins = part == Part.SECURING_FIRST;
    part = Part.TALKING;
    if (complaint.isPresent()) {
      failure(FailureKind.TLS, complaint.get());
    } else if (begins) {
      dialogue.connected(this);
    } else {
      dialogue.secured(this);
    }
  }

  /** Without a bootstrap, which would hand each step to the loop that we are on already. */
  private void connect(EventLoop loop) {
    EpollSocketChannel socket = TcpSockets.unconnected(endpoint);
    channel = socket;
    Routes.apply(endpoint.route(), socket.config());
    socket.pipeline().addLast(this);
    ChannelFuture registered = loop.register(socket);
    if (registered.cause() != null) {
      failed(registered.cause());
      return;
    }
    SocketAddress source =
        endpoint.route().source().map(from -> new InetSocketAddress(from, 0)).orElse(null);
    socket.connect(endpoint.address(), source).addListener(this::onConnect);
  }

  private void onConnect(Future<?> connecting) {
    if (connecting.cause() != null) {
      failed(connecting.cause());
    }
  }

  /** Where all troubles arrive: Netty would only log what is thrown here. */
  private void failed(Throwable cause) {
    if (over) {
      return;
    }
    try {
      judge(cause);
    } catch (Throwable bug) {
      end();
      report.bug(bug);
    }
  }

  private void judge(Throwable cause) {
    Throwable reason =
        cause instanceof ChannelException || cause instanceof DecoderException
            ? cause.getCause()
            : cause;
    switch (reason) {
      case SSLException trouble -> {
        TlsTrouble found = TlsTrouble.of(trouble);
        String how = found.kind() == FailureKind.CLOSED ? " (" + stage() + ")" : "";
        failure(found.kind(), found.what() + how);
      }
      case TlsThreads.Busy busy -> failure(FailureKind.LOCAL, "not probed: " + busy.getMessage());
      case ClosedChannelException _ ->
          failure(FailureKind.CLOSED, "connection closed (" + stage() + ")");
      case IOException trouble -> {
        SocketTrouble found = SocketTrouble.of(trouble);
        String how = found.isDuringTalk() ? " (" + stage() + ")" : "";
        failure(found.kind(), found.what() + how);
      }
      case null, default -> {
        end();
        report.bug(cause);
      }
    }
  }

  /** Returns whether this was the end, and not one after it. */
  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    if (encryption != null) {
      encryption.abandon();
    }
    if (channel != null) {
      // From the first one on: TLS would say goodbye, and wait for an answer.
      channel.pipeline().firstContext().close();
    }
    return true;
  }
}
