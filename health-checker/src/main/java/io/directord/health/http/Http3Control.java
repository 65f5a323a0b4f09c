package io.directord.health.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http3.Http3GoAwayFrame;
import io.netty.handler.codec.http3.Http3SettingsFrame;
import io.netty.util.ReferenceCountUtil;

/** What a server says beside its answer, on the control stream (RFC 9114, section 6.2.1). */
final class Http3Control extends ChannelInboundHandlerAdapter {
  private final Http3Answer answer;

  Http3Control(Http3Answer answer) {
    this.answer = answer;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    try {
      switch (frame) {
        case Http3SettingsFrame _ -> answer.greeted();
        case Http3GoAwayFrame leaving -> answer.goesAway(leaving.id());
        default -> answer.other();
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    answer.broken(cause);
  }
}
