package io.directord.health.http;

import io.directord.health.FailureKind;
import io.directord.health.transport.QuicLine;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.http3.Http3PushPromiseFrame;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.util.ReferenceCountUtil;

/** The frames of one answer of HTTP/3. */
final class Http3Answer extends ChannelInboundHandlerAdapter {
  /** RFC 9000, section 2.1: the first that a client opens. */
  private static final long OUR_STREAM = 0;

  private final QuicLine line;
  private final FramedAnswer answer;

  Http3Answer(QuicLine line, AnswerJudge judge) {
    this.line = line;
    this.answer = new FramedAnswer("HTTP/3", judge, line);
  }

  String stage() {
    return answer.stage();
  }

  void greeted() {
    answer.greeted();
  }

  /** RFC 9114, section 5.2: requests from this one on are not answered. */
  void goesAway(long firstUnanswered) {
    if (firstUnanswered <= OUR_STREAM) {
      answer.fail(FailureKind.RESET, "the server goes away, and does not answer");
    }
    answer.other();
  }

  void other() {
    answer.other();
  }

  /** By a codec, which found it in what the server sent. */
  void broken(Throwable cause) {
    if (answer.end()) {
      line.broken(cause);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    try {
      read(frame);
    } catch (Throwable bug) {
      failed(bug);
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      try {
        answer.ended();
      } catch (Throwable bug) {
        failed(bug);
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof QuicStreamResetException reset) {
      answer.fail(
          FailureKind.RESET,
          "the server reset the request: " + Http3Probe.name(reset.applicationProtocolCode()));
    } else {
      broken(cause);
    }
  }

  private void read(Object frame) {
    switch (frame) {
      case Http3HeadersFrame read -> answer.header(read.headers().status(), read.headers());
      case Http3DataFrame read -> answer.content(read.content());
      case Http3PushPromiseFrame _ ->
          answer.fail(FailureKind.PROTOCOL, "the server pushes, which it was not allowed to do");
      default -> answer.other();
    }
  }

  private void failed(Throwable bug) {
    answer.end();
    line.failed(bug);
  }
}
