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
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one attempt, to one server and from it: the socket is connected, so the kernel
 * keeps everybody else's away, and tells what ICMP says. Led by a dialogue, and closed before its
 * end is reported. Called on the probe loop only.
 */
public final class Exchange extends ChannelInboundHandlerAdapter implements Probe.Attempt {
  /** As much as any protocol that is asked here may answer with (RFC 2865, section 3). */
  public static final int DATAGRAM_BYTES_MAX = 4096;

  /** One byte more, which shows that it was too long. */
  private static final FixedRecvByteBufAllocator READ_BYTES =
      new FixedRecvByteBufAllocator(DATAGRAM_BYTES_MAX + 1);

  private final Endpoint endpoint;
  private final Dialogue dialogue;
  private final Probe.Report report;
  private @Nullable Channel channel;
  private @Nullable Future<?> timer;
  private boolean over;

  private Exchange(Endpoint endpoint, Dialogue dialogue, Probe.Report report) {
    this.endpoint = endpoint;
    this.dialogue = dialogue;
    this.report = report;
  }

  /** What one kind of probe says and understands. */
  public interface Dialogue {
    /** The socket is ready to send. */
    void ready(Exchange exchange);

    /** One whole datagram of the server; it is not kept beyond this call. */
    void received(Exchange exchange, ByteBuf datagram);

    /** What is being waited for. */
    String stage();
  }

  public static Exchange open(
      EventLoop loop, Endpoint endpoint, Dialogue dialogue, Probe.Report report) {
    Exchange exchange = new Exchange(endpoint, dialogue, report);
    try {
      exchange.connect(loop);
    } catch (ChannelException failure) {
      exchange.failed(failure);
    }
    return exchange;
  }

  public void success(String what) {
    if (end()) {
      report.success(what, Advice.NONE);
    }
  }

  public void failure(FailureKind kind, String evidence) {
    if (end()) {
      report.failure(kind, evidence);
    }
  }

  public void send(byte[] bytes) {
    if (channel != null && !over) {
      ByteBuf buffer = channel.alloc().directBuffer(bytes.length).writeBytes(bytes);
      channel.writeAndFlush(buffer, channel.voidPromise());
    }
  }

  /** Once, unless this has ended before. */
  public void later(Duration delay, Runnable work) {
    if (channel != null && !over) {
      timer =
          channel.eventLoop().schedule(() -> guarded(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Where the answers come to. */
  public InetSocketAddress local() {
    if (channel == null) {
      throw new IllegalStateException("not open yet");
    }
    return (InetSocketAddress) channel.localAddress();
  }

  @Override
  public String stage() {
    return dialogue.stage();
  }

  @Override
  public void cancel() {
    end();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!over) {
      dialogue.ready(this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    DatagramPacket packet = (DatagramPacket) message;
    try {
      if (!over && packet.content().readableBytes() > DATAGRAM_BYTES_MAX) {
        failure(FailureKind.PROTOCOL, "an answer of more than " + DATAGRAM_BYTES_MAX + " bytes");
      } else if (!over) {
        dialogue.received(this, packet.content());
      }
    } finally {
      packet.release();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failed(cause);
  }

  /** Without a bootstrap, which would hand each step to the loop that we are on already. */
  private void connect(EventLoop loop) {
    EpollDatagramChannel socket = UdpSockets.unconnected(endpoint, READ_BYTES);
    channel = socket;
    Routes.apply(endpoint.route(), socket.config());
    socket.pipeline().addLast(this);
    ChannelFuture registered = loop.register(socket);
    if (registered.cause() != null) {
      failed(registered.cause());
      return;
    }
    socket.connect(endpoint.address(), UdpSockets.source(endpoint)).addListener(this::onConnect);
  }

  private void onConnect(Future<?> connecting) {
    if (connecting.cause() != null) {
      failed(connecting.cause());
    }
  }

  private void guarded(Runnable work) {
    try {
      if (!over) {
        work.run();
      }
    } catch (Throwable bug) {
      failed(bug);
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
      case PortUnreachableException _ -> refused();
      case IOException trouble -> {
        SocketTrouble found = SocketTrouble.of(trouble);
        if (found.kind() == FailureKind.REFUSED) {
          refused();
        } else {
          failure(found.kind(), found.what());
        }
      }
      case null, default -> {
        end();
        report.bug(cause);
      }
    }
  }

  private void refused() {
    failure(FailureKind.REFUSED, "nobody listens there (ICMP: port unreachable)");
  }

  /** Returns whether this was the end, and not one after it. */
  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    if (timer != null) {
      timer.cancel(false);
    }
    if (channel != null) {
      channel.close();
    }
    return true;
  }
}
