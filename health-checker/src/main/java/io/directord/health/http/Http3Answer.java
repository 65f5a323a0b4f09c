package io.directord.health.http;

import io.directord.health.FailureKind;
import io.directord.health.http.AnswerJudge.Ruling;
import io.directord.health.transport.QuicLine;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.http3.Http3PushPromiseFrame;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.util.ReferenceCountUtil;

/**
 * The frames of one answer, brought before a judge. Netty bounds what a header may hold; this
 * bounds how many frames there may be beside the answer.
 */
final class Http3Answer extends ChannelInboundHandlerAdapter {
  /** A few are usual: settings, and what means nothing. */
  static final int OTHER_FRAMES_MAX = 1000;

  private static final int OK = 200;

  /** RFC 9000, section 2.1: the first that a client opens. */
  private static final long OUR_STREAM = 0;

  private final QuicLine line;
  private final AnswerJudge judge;
  private int others;
  private boolean greeted;
  private boolean answered;
  private boolean over;

  Http3Answer(QuicLine line, AnswerJudge judge) {
    this.line = line;
    this.judge = judge;
  }

  /** What is being waited for. */
  String stage() {
    if (answered) {
      return judge.stage();
    }
    return greeted ? "connected, waiting for the header" : "connected, waiting for HTTP/3";
  }

  void greeted() {
    greeted = true;
    other();
  }

  /** RFC 9114, section 5.2: requests from this one on are not answered. */
  void goesAway(long firstUnanswered) {
    if (firstUnanswered <= OUR_STREAM) {
      end(FailureKind.RESET, "the server goes away, and does not answer");
    }
    other();
  }

  void other() {
    if (++others > OTHER_FRAMES_MAX) {
      end(FailureKind.PROTOCOL, "more than " + OTHER_FRAMES_MAX + " frames beside the answer");
    }
  }

  /** By a codec, which found it in what the server sent. */
  void broken(Throwable cause) {
    if (!over) {
      over = true;
      line.broken(cause);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    try {
      read(frame);
    } catch (Throwable bug) {
      over = true;
      line.failed(bug);
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      try {
        ended();
      } catch (Throwable bug) {
        over = true;
        line.failed(bug);
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof QuicStreamResetException reset) {
      end(
          FailureKind.RESET,
          "the server reset the request: " + Http3Probe.name(reset.applicationProtocolCode()));
    } else {
      broken(cause);
    }
  }

  private void read(Object frame) {
    switch (frame) {
      case Http3HeadersFrame read -> header(read.headers());
      case Http3DataFrame read -> {
        if (!read.content().isReadable()) {
          other();
        } else if (!over) {
          tell(judge.content(read.content()));
        }
      }
      case Http3PushPromiseFrame _ ->
          end(FailureKind.PROTOCOL, "the server pushes, which it was not allowed to do");
      default -> other();
    }
  }

  private void ended() {
    if (answered) {
      tell(judge.end(AnswerFields.NONE));
    } else {
      end(FailureKind.PROTOCOL, "an answer that ends before its header");
    }
  }

  private void header(Http3Headers headers) {
    AnswerFields fields = new AnswerFields();
    headers.forEach(field -> fields.add(field.getKey(), field.getValue()));
    if (answered) {
      tell(judge.end(fields));
      return;
    }
    int status = Http2Answer.status(String.valueOf(headers.status()));
    if (status < 0) {
      end(FailureKind.PROTOCOL, "an answer without a status");
    } else if (status < OK) {
      other();
    } else {
      answered = true;
      tell(judge.header(status, fields));
    }
  }

  private void tell(Ruling ruling) {
    if (!over) {
      switch (ruling) {
        case Ruling.More() -> {}
        case Ruling.Good(var what, var advice) -> {
          over = true;
          line.success(what, advice);
        }
        case Ruling.Bad(var kind, var why) -> end(kind, why);
      }
    }
  }

  private void end(FailureKind kind, String why) {
    if (!over) {
      over = true;
      line.failure(kind, why);
    }
  }
}
