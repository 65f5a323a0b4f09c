package io.directord.health.datagram;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.transport.Exchange;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;

/** Sends one datagram, and hears the first answer, or nothing for a while. */
final class UdpProbe implements Probe, Exchange.Dialogue {
  private final Endpoint endpoint;
  private final UdpCheck check;
  private final byte[] question;

  UdpProbe(Endpoint endpoint, UdpCheck check) {
    this.endpoint = endpoint;
    this.check = check;
    this.question = check.bytes();
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Exchange.open(loop, endpoint, this, report);
  }

  @Override
  public void ready(Exchange exchange) {
    exchange.send(question);
    if (check.expect().isEmpty()) {
      exchange.later(check.quiet(), () -> exchange.success("not refused"));
    }
  }

  @Override
  public void received(Exchange exchange, ByteBuf datagram) {
    if (check.expect().isEmpty()) {
      exchange.success("answered");
      return;
    }
    byte[] answer = ByteBufUtil.getBytes(datagram);
    if (check.expect().get().isMetBy(answer)) {
      exchange.success("answered as expected");
    } else {
      exchange.failure(
          FailureKind.BODY, "answered " + Quotes.of(answer) + ", expected " + check.expect().get());
    }
  }

  @Override
  public String stage() {
    return check.expect().isEmpty() ? "hearing whether it is refused" : "waiting for an answer";
  }
}
