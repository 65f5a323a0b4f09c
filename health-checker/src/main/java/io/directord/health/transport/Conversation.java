package io.directord.health.transport;

import io.directord.health.Advice;
import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection of one attempt: opened, led by a dialogue, and closed before its end is
 * reported. Called on the probe loop only.
 */
public final class Conversation extends ChannelInboundHandlerAdapter implements Probe.Attempt {
  private static final FixedRecvByteBufAllocator READ_BYTES = new FixedRecvByteBufAllocator(2048);

  private final Endpoint endpoint;
  private final Dialogue dialogue;
  private final Probe.Report report;
  private @Nullable Channel channel;
  private boolean connected;
  private boolean begun;
  private boolean over;

  private Conversation(Endpoint endpoint, Dialogue dialogue, Probe.Report report) {
    this.endpoint = endpoint;
    this.dialogue = dialogue;
    this.report = report;
  }

  /** What one kind of probe says and understands. */
  public interface Dialogue {
    /** The connection stands, and is encrypted if it is from its start. */
    void connected(Conversation conversation);

    /** The bytes are not kept beyond this call. */
    void received(Conversation conversation, ByteBuf bytes);

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

  public void success(String what, Advice advice) {
    if (end()) {
      report.success(what, advice);
    }
  }

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

  @Override
  public String stage() {
    return begun ? dialogue.stage() : "connecting";
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
    if (over || begun || channel == null) {
      return;
    }
    begun = true;
    try {
      byte[] header = ProxyHeaders.of(endpoint, channel);
      if (header.length > 0) {
        send(header);
      }
      dialogue.connected(this);
    } catch (Throwable bug) {
      failed(bug);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      begin();
      if (!over) {
        dialogue.received(this, bytes);
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
    if (!over) {
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

  /** Without a bootstrap, which would hand each step to the loop that we are on already. */
  private void connect(EventLoop loop) {
    InetSocketAddress address = endpoint.address();
    EpollSocketChannel socket =
        new EpollSocketChannel(
            address.getAddress() instanceof Inet6Address
                ? SocketProtocolFamily.INET6
                : SocketProtocolFamily.INET);
    channel = socket;
    EpollSocketChannelConfig config = socket.config();
    // A reset in place of a FIN leaves no TIME_WAIT behind, which would use up our ports.
    config.setSoLinger(0);
    // TCP_NODELAY is Netty's default.
    config.setConnectTimeoutMillis(0);
    config.setRecvByteBufAllocator(READ_BYTES);
    Routes.apply(endpoint.route(), config);
    socket.pipeline().addLast(this);
    ChannelFuture registered = loop.register(socket);
    if (registered.cause() != null) {
      failed(registered.cause());
      return;
    }
    SocketAddress source =
        endpoint.route().source().map(from -> new InetSocketAddress(from, 0)).orElse(null);
    socket.connect(address, source).addListener(this::onConnect);
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
    Throwable reason = cause instanceof ChannelException ? cause.getCause() : cause;
    switch (reason) {
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
    if (channel != null) {
      channel.close();
    }
    return true;
  }
}
