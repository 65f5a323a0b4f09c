package io.directord.health.http;

import io.directord.health.TestCertificates;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.InsecureQuicTokenHandler;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A server that speaks QUIC as it should, and over it what a script says, byte by byte. */
final class Http3Server implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int GO_AWAY = 7;

  /** RFC 9114, section 7.2.8: means nothing. */
  static final int RESERVED = 0x40;

  /** Not compressed; the status as an entry of the static table (RFC 9204, appendix A). */
  static final byte[] OK = frame(HEADERS, 0, 0, 0xd9);

  static final byte[] INTERIM = frame(HEADERS, 0, 0, 0xd8);

  private final Channel socket;
  private final Set<QuicChannel> connections = ConcurrentHashMap.newKeySet();

  /** What it says once the request has come to its end; everything on the server's loop. */
  interface Script {
    void answer(QuicChannel connection, QuicStreamChannel request) throws Exception;
  }

  private Http3Server(EventLoop loop, String protocol, Script script) {
    var context =
        QuicSslContextBuilder.forServer(
                TestCertificates.key("good").toFile(),
                null,
                TestCertificates.chain("good").toFile())
            .applicationProtocols(protocol)
            .build();
    var codec =
        new QuicServerCodecBuilder()
            .sslContext(context)
            .tokenHandler(InsecureQuicTokenHandler.INSTANCE)
            .maxIdleTimeout(5, TimeUnit.SECONDS)
            .initialMaxData(1_000_000)
            .initialMaxStreamDataBidirectionalRemote(100_000)
            .initialMaxStreamDataUnidirectional(100_000)
            .initialMaxStreamsBidirectional(10)
            .initialMaxStreamsUnidirectional(10)
            .handler(new Connections())
            .streamHandler(
                new ChannelInitializer<QuicStreamChannel>() {
                  @Override
                  protected void initChannel(QuicStreamChannel stream) {
                    stream.pipeline().addLast(new Stream(script));
                  }
                })
            .build();
    EpollDatagramChannel open = new EpollDatagramChannel();
    open.pipeline().addLast(codec);
    loop.register(open).syncUninterruptibly();
    open.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)).syncUninterruptibly();
    socket = open;
  }

  static Http3Server start(EventLoop loop, Script script) {
    return new Http3Server(loop, "h3", script);
  }

  static Http3Server speaking(EventLoop loop, String protocol) {
    return new Http3Server(loop, protocol, (_, _) -> {});
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.localAddress();
  }

  /** Connections that nobody has closed. */
  int open() {
    return connections.size();
  }

  @Override
  public void close() {
    socket.close().syncUninterruptibly();
  }

  /** With the settings that all servers begin with; the rest of the stream is for the script. */
  static void control(QuicChannel connection, byte[] more) {
    unidirectional(connection, join(new byte[] {0}, frame(SETTINGS), more));
  }

  static void unidirectional(QuicChannel connection, byte[] bytes) {
    connection
        .createStream(QuicStreamType.UNIDIRECTIONAL, new Stream((_, _) -> {}))
        .addListener((Future<QuicStreamChannel> done) -> {
          if (done.isSuccess()) {
            write(done.getNow(), bytes);
          }
        });
  }

  /** One after the other, each of a type that means nothing, and each at its end at once. */
  static void streams(QuicChannel connection) {
    connection
        .createStream(QuicStreamType.UNIDIRECTIONAL, new Stream((_, _) -> {}))
        .addListener((Future<QuicStreamChannel> done) -> {
          if (done.isSuccess()) {
            last(done.getNow(), new byte[] {RESERVED});
          }
          if (connection.isOpen()) {
            // Without a place for one more, the client gives some when it has seen others end.
            connection.eventLoop().schedule(() -> streams(connection), 1, TimeUnit.MILLISECONDS);
          }
        });
  }

  static void write(QuicStreamChannel stream, byte[] bytes) {
    stream.writeAndFlush(buffer(stream, bytes));
  }

  /** And that was all. */
  static void last(QuicStreamChannel stream, byte[] bytes) {
    stream.writeAndFlush(buffer(stream, bytes)).addListener(_ -> stream.shutdownOutput());
  }

  /** Again and again, a hundred as soon as those before are gone. */
  static void endless(QuicStreamChannel stream, byte[] each) {
    byte[][] hundred = new byte[100][];
    Arrays.fill(hundred, each);
    again(stream, join(hundred));
  }

  private static void again(QuicStreamChannel stream, byte[] chunk) {
    stream
        .writeAndFlush(buffer(stream, chunk))
        .addListener(sent -> {
          if (sent.isSuccess()) {
            stream.eventLoop().execute(() -> again(stream, chunk));
          }
        });
  }

  /** Each byte a millisecond after the one before. */
  static void slowly(QuicStreamChannel stream, byte[] bytes, int at) {
    if (at == bytes.length) {
      stream.shutdownOutput();
      return;
    }
    write(stream, new byte[] {bytes[at]});
    stream.eventLoop().schedule(() -> slowly(stream, bytes, at + 1), 1, TimeUnit.MILLISECONDS);
  }

  static byte[] frame(int type, int... payload) {
    byte[] bytes = new byte[payload.length];
    for (int n = 0; n < bytes.length; n++) {
      bytes[n] = (byte) payload[n];
    }
    return frame(type, bytes);
  }

  static byte[] frame(int type, byte[] payload) {
    return join(number(type), number(payload.length), payload);
  }

  /** RFC 9000, section 16, in two bytes. */
  private static byte[] number(int value) {
    return new byte[] {(byte) (0x40 | value >> 8), (byte) value};
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static ByteBuf buffer(QuicStreamChannel stream, byte[] bytes) {
    return stream.alloc().directBuffer(bytes.length).writeBytes(bytes);
  }

  static void closeWith(QuicChannel connection, boolean application, int error) {
    connection.close(application, error, Unpooled.EMPTY_BUFFER);
  }

  private final class Connections extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      connections.add((QuicChannel) context.channel());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      connections.remove((QuicChannel) context.channel());
    }

    @Override
    public boolean isSharable() {
      return true;
    }
  }

  private static final class Stream extends ChannelInboundHandlerAdapter {
    private final Script script;

    Stream(Script script) {
      this.script = script;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (event instanceof ChannelInputShutdownEvent) {
        QuicStreamChannel stream = (QuicStreamChannel) context.channel();
        if (stream.type() == QuicStreamType.BIDIRECTIONAL) {
          script.answer(stream.parent(), stream);
        }
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // The client has gone, which is what some scripts wait for.
      context.close();
    }
  }
}
