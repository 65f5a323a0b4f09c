package io.directord.health.http;

import io.directord.health.FailureKind;
import io.directord.health.http.AnswerJudge.Ruling;
import io.directord.health.transport.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * The frames of one answer, brought before a judge. Netty bounds what a header may hold; this
 * bounds how many frames there may be beside the answer.
 */
final class Http2Answer extends Http2EventAdapter {
  /** A few are usual: settings, a window, a ping. */
  static final int OTHER_FRAMES_MAX = 1000;

  private static final int OK = 200;

  private final Conversation conversation;
  private final AnswerJudge judge;
  private int others;
  private boolean greeted;
  private boolean answered;
  private boolean over;

  Http2Answer(Conversation conversation, AnswerJudge judge) {
    this.conversation = conversation;
    this.judge = judge;
  }

  /** What is being waited for. */
  String stage() {
    if (answered) {
      return judge.stage();
    }
    return greeted ? "connected, waiting for the header" : "connected, waiting for HTTP/2";
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int stream,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean last) {
    onHeadersRead(context, stream, headers, padding, last);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean last) {
    AnswerFields fields = new AnswerFields();
    headers.forEach(field -> fields.add(field.getKey(), field.getValue()));
    if (answered) {
      tell(judge.end(fields));
      return;
    }
    int status = status(String.valueOf(headers.status()));
    if (status < 0) {
      end(FailureKind.PROTOCOL, "an answer without a status");
    } else if (status < OK) {
      other();
    } else {
      answered = true;
      tell(judge.header(status, fields));
      if (last) {
        tell(judge.end(AnswerFields.NONE));
      }
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean last) {
    int consumed = data.readableBytes() + padding;
    if (data.readableBytes() < 1) {
      other();
    } else if (!over) {
      tell(judge.content(data));
    }
    if (last) {
      tell(judge.end(AnswerFields.NONE));
    }
    return consumed;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int stream, long code) {
    end(FailureKind.RESET, "the server reset the request: " + error(code));
  }

  @Override
  public void onGoAwayRead(
      ChannelHandlerContext context, int lastStream, long code, ByteBuf debug) {
    // A server that shuts down answers what it has begun with.
    if (lastStream < 1 || code != Http2Error.NO_ERROR.code()) {
      end(FailureKind.CLOSED, "the server goes away: " + error(code));
    }
    other();
  }

  @Override
  public void onPushPromiseRead(
      ChannelHandlerContext context, int stream, int promised, Http2Headers header, int padding) {
    end(FailureKind.PROTOCOL, "the server pushes, which it was told not to do");
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
    greeted = true;
    other();
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext context) {
    other();
  }

  @Override
  public void onPingRead(ChannelHandlerContext context, long data) {
    other();
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext context, long data) {
    other();
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive) {
    other();
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment) {
    other();
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf payload) {
    other();
  }

  private void other() {
    if (++others > OTHER_FRAMES_MAX) {
      end(FailureKind.PROTOCOL, "more than " + OTHER_FRAMES_MAX + " frames beside the answer");
    }
  }

  private void tell(Ruling ruling) {
    if (!over) {
      over = Rulings.tell(conversation, ruling);
    }
  }

  private void end(FailureKind kind, String why) {
    if (!over) {
      over = true;
      conversation.failure(kind, why);
    }
  }

  /** Negative when it is none. */
  static int status(String text) {
    boolean digits = text.length() == 3 && text.chars().allMatch(c -> '0' <= c && c <= '9');
    return digits ? Integer.parseInt(text, 10) : -1;
  }

  private static String error(long code) {
    Http2Error error = Http2Error.valueOf(code);
    return error == null ? "error " + code : error.name();
  }
}
