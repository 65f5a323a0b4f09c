package io.directord.health.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** Waits for one line, encrypts where it is "go", and tells what it heard. */
record ListenCheck() implements Check.Probed {
  @Override
  public String type() {
    return "listen";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new Probe() {
      @Override
      public Attempt start(EventLoop loop, Report report) {
        return Conversation.open(loop, endpoint, new Line(), report);
      }
    };
  }

  private static final class Line implements Conversation.Dialogue {
    private final StringBuilder heard = new StringBuilder();

    @Override
    public void connected(Conversation conversation) {}

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      while (bytes.isReadable()) {
        char next = (char) bytes.readUnsignedByte();
        if (next != '\n') {
          heard.append(next);
        } else if (heard.toString().equals("go")) {
          conversation.startTls();
          return;
        } else {
          String protocol = conversation.protocol();
          conversation.success(
              "heard "
                  + heard
                  + ", "
                  + conversation.tlsVersion()
                  + (protocol.isEmpty() ? "" : ", " + protocol));
        }
      }
    }

    @Override
    public void secured(Conversation conversation) {
      assertFalse(conversation.tlsVersion().isEmpty());
      heard.setLength(0);
    }

    @Override
    public String stage() {
      return "connected, waiting for a line";
    }
  }
}
