package io.directord.health.datagram;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.datagram.RadiusCheck.Login;
import io.directord.health.transport.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.Optional;

/** Asks once, and believes only who knows the secret. */
final class RadiusProbe implements Probe {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Endpoint endpoint;
  private final RadiusCheck check;

  RadiusProbe(Endpoint endpoint, RadiusCheck check) {
    this.endpoint = endpoint;
    this.check = check;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    return Exchange.open(loop, endpoint, new Asking(check.secret().bytes()), report);
  }

  private byte[] question(byte[] secret) {
    byte[] authenticator = new byte[RadiusPackets.AUTHENTICATOR_BYTES];
    RANDOM.nextBytes(authenticator);
    int id = RANDOM.nextInt(256);
    Optional<Login> login = check.login();
    return login.isPresent()
        ? RadiusPackets.accessRequest(
            secret, authenticator, id, login.get().user(), login.get().password().bytes())
        : RadiusPackets.statusServer(secret, authenticator, id);
  }

  private void judge(Exchange exchange, int code, String message) {
    boolean expected =
        check
            .login()
            .map(login -> code == (login.accept() ? RadiusPackets.ACCEPT : RadiusPackets.REJECT))
            .orElse(code == RadiusPackets.ACCEPT || code == RadiusPackets.ACCOUNTING);
    String said = name(code) + (message.isEmpty() ? "" : " " + message);
    if (expected) {
      exchange.success(name(code));
    } else {
      String wanted =
          check.login().filter(login -> !login.accept()).isPresent() ? "reject" : "accept";
      exchange.failure(FailureKind.STATUS, said + ", expected " + wanted);
    }
  }

  private static String name(int code) {
    return switch (code) {
      case RadiusPackets.ACCEPT -> "Access-Accept";
      case RadiusPackets.REJECT -> "Access-Reject";
      case RadiusPackets.ACCOUNTING -> "Accounting-Response";
      case RadiusPackets.CHALLENGE -> "Access-Challenge";
      default -> "RADIUS code " + code;
    };
  }

  private final class Asking implements Exchange.Dialogue {
    private final byte[] secret;
    private final byte[] question;
    private String foreign = "";

    Asking(byte[] secret) {
      this.secret = secret;
      this.question = question(secret);
    }

    @Override
    public void ready(Exchange exchange) {
      exchange.send(question);
    }

    @Override
    public void received(Exchange exchange, ByteBuf datagram) {
      switch (RadiusPackets.read(ByteBufUtil.getBytes(datagram), question, secret)) {
        case RadiusPackets.Answer.Foreign(var why) -> foreign = "; one that came " + why;
        case RadiusPackets.Answer.Malformed(var why) -> exchange.failure(FailureKind.PROTOCOL, why);
        case RadiusPackets.Answer.Read(var code, var message) -> judge(exchange, code, message);
      }
    }

    /** A server that knows another secret, or does not know us, says nothing (RFC 2865, 3). */
    @Override
    public String stage() {
      return foreign.isEmpty()
          ? "waiting for an answer; with another secret there is none"
          : "waiting for an answer" + foreign;
    }
  }
}
