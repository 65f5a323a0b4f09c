package io.directord.health.http;

import io.directord.health.FailureKind;
import io.directord.health.transport.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** The frames of one answer of HTTP/2. */
final class Http2Answer extends Http2EventAdapter {
  private final FramedAnswer answer;

  Http2Answer(Conversation conversation, AnswerJudge judge) {
    this.answer = new FramedAnswer("HTTP/2", judge, conversation);
  }

  String stage() {
    return answer.stage();
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
    answer.header(headers.status(), headers);
    if (last) {
      answer.ended();
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean last) {
    int consumed = data.readableBytes() + padding;
    answer.content(data);
    if (last) {
      answer.ended();
    }
    return consumed;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int stream, long code) {
    answer.fail(FailureKind.RESET, "the server reset the request: " + error(code));
  }

  @Override
  public void onGoAwayRead(
      ChannelHandlerContext context, int lastStream, long code, ByteBuf debug) {
    // A server that shuts down answers what it has begun with.
    if (lastStream < 1 || code != Http2Error.NO_ERROR.code()) {
      answer.fail(FailureKind.CLOSED, "the server goes away: " + error(code));
    }
    answer.other();
  }

  @Override
  public void onPushPromiseRead(
      ChannelHandlerContext context, int stream, int promised, Http2Headers header, int padding) {
    answer.fail(FailureKind.PROTOCOL, "the server pushes, which it was told not to do");
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
    answer.greeted();
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext context) {
    answer.other();
  }

  @Override
  public void onPingRead(ChannelHandlerContext context, long data) {
    answer.other();
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext context, long data) {
    answer.other();
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive) {
    answer.other();
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment) {
    answer.other();
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf payload) {
    answer.other();
  }

  private static String error(long code) {
    Http2Error error = Http2Error.valueOf(code);
    return error == null ? "error " + code : error.name();
  }
}
