package io.directord.health.datagram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.transport.Conversation;
import io.directord.health.transport.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Sends one request, and waits for its final answer. */
final class SipProbe implements Probe {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 12;

  /** On a connection the answer comes back over it, whatever the request says. */
  private static final InetSocketAddress BY_CONNECTION =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5060);

  private final Endpoint endpoint;
  private final SipCheck check;

  SipProbe(Endpoint endpoint, SipCheck check) {
    this.endpoint = endpoint;
    this.check = check;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    byte[] random = new byte[ID_BYTES];
    RANDOM.nextBytes(random);
    String id = HexFormat.of().formatHex(random);
    return switch (check.transport()) {
      case UDP -> Exchange.open(loop, endpoint, new ByDatagram(id), report);
      case TCP -> Conversation.open(loop, endpoint, new ByConnection(id), report);
    };
  }

  private byte[] request(InetSocketAddress local, String id) {
    return SipMessages.options(check, endpoint.address(), local, id);
  }

  private void judge(
      SipMessages.Answer answer,
      Consumer<String> success,
      BiConsumer<FailureKind, String> failure) {
    switch (answer) {
      case SipMessages.Answer.Other _ -> {}
      case SipMessages.Answer.Malformed(var why) -> failure.accept(FailureKind.PROTOCOL, why);
      case SipMessages.Answer.Status(var code) -> {
        if (check.status().stream().anyMatch(range -> range.contains(code))) {
          success.accept("SIP " + code);
        } else {
          failure.accept(FailureKind.STATUS, "SIP " + code + ", expected " + expected());
        }
      }
    }
  }

  private String expected() {
    return check.status().stream().map(Codes::text).collect(Collectors.joining(", "));
  }

  private final class ByDatagram implements Exchange.Dialogue {
    private final String id;

    ByDatagram(String id) {
      this.id = id;
    }

    @Override
    public void ready(Exchange exchange) {
      exchange.send(request(exchange.local(), id));
    }

    @Override
    public void received(Exchange exchange, ByteBuf datagram) {
      String text = datagram.toString(ISO_8859_1);
      int end = SipMessages.headerChars(text);
      String header = end < 0 ? text : text.substring(0, end);
      judge(SipMessages.read(header, id), exchange::success, exchange::failure);
    }

    @Override
    public String stage() {
      return "waiting for an answer to OPTIONS";
    }
  }

  /** A provisional answer may come before: it has no body, so the next begins where it ends. */
  private final class ByConnection implements Conversation.Dialogue {
    private final String id;
    private final StringBuilder text = new StringBuilder();
    private int bytesRead;
    private boolean over;

    ByConnection(String id) {
      this.id = id;
    }

    @Override
    public void connected(Conversation conversation) {
      conversation.send(request(BY_CONNECTION, id));
    }

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      while (bytes.isReadable() && !over) {
        if (bytesRead++ == SipMessages.HEADER_BYTES_MAX) {
          over = true;
          conversation.failure(
              FailureKind.PROTOCOL,
              "a SIP header of more than " + SipMessages.HEADER_BYTES_MAX + " bytes");
          return;
        }
        char next = (char) bytes.readUnsignedByte();
        boolean blank = text.isEmpty() && (next == '\r' || next == '\n'); // section 7.5
        if (!blank) {
          text.append(next);
        }
        if (next == '\n' && isComplete()) {
          take(conversation);
        }
      }
    }

    private boolean isComplete() {
      int length = text.length();
      return text.length() > 2
          && (text.charAt(length - 2) == '\n'
              || (text.charAt(length - 2) == '\r' && text.charAt(length - 3) == '\n'));
    }

    private void take(Conversation conversation) {
      SipMessages.Answer answer = SipMessages.read(text.toString(), id);
      over = !(answer instanceof SipMessages.Answer.Other);
      text.setLength(0);
      judge(answer, conversation::success, conversation::failure);
    }

    @Override
    public String stage() {
      return "waiting for an answer to OPTIONS";
    }
  }
}
