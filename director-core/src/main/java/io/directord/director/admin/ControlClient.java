package io.directord.director.admin;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a running daemon over its control socket. Waits; for command lines only. */
public final class ControlClient implements AutoCloseable {
  private static final int ANSWER_BYTES_MAX = 256 << 20;
  private static final int ANSWER_SECONDS_MAX = 60;

  private final Path socket;
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  public ControlClient(Path socket) {
    this.socket = socket;
  }

  /** What the daemon said. */
  public record Reply(int status, String body) {
    public boolean ok() {
      return status / 100 == 2;
    }
  }

  public Reply get(String path) throws IOException {
    return request(HttpMethod.GET, path, "");
  }

  public Reply post(String path, String body) throws IOException {
    return request(HttpMethod.POST, path, body);
  }

  private Reply request(HttpMethod method, String path, String body) throws IOException {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    Channel channel = connect(reply);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, method, path, Unpooled.wrappedBuffer(bytes));
    request
        .headers()
        .set(HttpHeaderNames.HOST, "directord")
        .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
    channel.writeAndFlush(request);
    try {
      return reply.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException silent) {
      throw new IOException("no answer within " + ANSWER_SECONDS_MAX + "s on " + socket, silent);
    } catch (ExecutionException failed) {
      throw new IOException("connection lost on " + socket, failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } finally {
      channel.close();
    }
  }

  private Channel connect(CompletableFuture<Reply> reply) throws IOException {
    ChannelFuture connected =
        new Bootstrap()
            .group(loop)
            .channel(EpollDomainSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(ANSWER_BYTES_MAX),
                            new ReplyReader(reply));
                  }
                })
            .connect(new DomainSocketAddress(socket.toString()))
            .awaitUninterruptibly();
    if (!connected.isSuccess()) {
      throw new IOException(unreachable(socket), connected.cause());
    }
    return connected.channel();
  }

  static String unreachable(Path socket) {
    if (!Files.exists(socket)) {
      return "no running director at " + socket + ": there is no such socket";
    }
    if (!Files.isWritable(socket)) {
      return "not permitted to open " + socket + ": join the group that owns it, or use sudo";
    }
    return "no running director at " + socket + ": nobody answers there";
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** Completes with the one answer, or fails when the connection ends before. */
  private static final class ReplyReader extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final CompletableFuture<Reply> reply;

    ReplyReader(CompletableFuture<Reply> reply) {
      this.reply = reply;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
      reply.complete(
          new Reply(response.status().code(), response.content().toString(StandardCharsets.UTF_8)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      reply.completeExceptionally(new IOException("closed by the director"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      reply.completeExceptionally(cause);
      ctx.close();
    }
  }
}
