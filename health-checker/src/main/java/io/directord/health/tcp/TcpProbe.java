package io.directord.health.tcp;

import io.directord.health.Endpoint;
import io.directord.health.Probe;
import io.directord.health.transport.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** Connects, and hangs up with a reset. */
final class TcpProbe implements Probe {
  private static final Conversation.Dialogue CONNECT =
      new Conversation.Dialogue() {
        @Override
        public void connected(Conversation conversation) {
          conversation.success("connected");
        }

        @Override
        public void received(Conversation conversation, ByteBuf bytes) {
          throw new IllegalStateException("the conversation ended when it was connected");
        }

        @Override
        public String stage() {
          return "connected";
        }
      };

  private final Endpoint endpoint;

  TcpProbe(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Conversation.open(loop, endpoint, CONNECT, report);
  }
}
