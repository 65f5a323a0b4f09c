package io.directord.health.datagram;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.transport.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.time.Duration;

/** Asks for the time, and is content with what is said about it. */
final class NtpProbe implements Probe {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Endpoint endpoint;
  private final NtpCheck check;

  NtpProbe(Endpoint endpoint, NtpCheck check) {
    this.endpoint = endpoint;
    this.check = check;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    byte[] cookie = new byte[NtpAnswer.COOKIE_BYTES];
    RANDOM.nextBytes(cookie);
    return Exchange.open(loop, endpoint, new Asking(cookie), report);
  }

  private final class Asking implements Exchange.Dialogue {
    private final byte[] cookie;

    Asking(byte[] cookie) {
      this.cookie = cookie;
    }

    @Override
    public void ready(Exchange exchange) {
      exchange.send(NtpAnswer.question(cookie));
    }

    @Override
    public void received(Exchange exchange, ByteBuf datagram) {
      switch (NtpAnswer.read(ByteBufUtil.getBytes(datagram), cookie)) {
        case NtpAnswer.Foreign _ -> {}
        case NtpAnswer.Malformed(var why) -> exchange.failure(FailureKind.PROTOCOL, why);
        case NtpAnswer.Kiss(var code) ->
            exchange.failure(FailureKind.STATUS, "the server refuses us: " + code);
        case NtpAnswer.Read answer -> judge(exchange, answer);
      }
    }

    @Override
    public String stage() {
      return "waiting for the time";
    }
  }

  private void judge(Exchange exchange, NtpAnswer.Read answer) {
    int stratum = answer.stratum();
    if (answer.leap() == NtpAnswer.LEAP_ALARM || stratum == 0 || stratum > NtpCheck.STRATUM_MAX) {
      exchange.failure(FailureKind.STATUS, "its clock is not synchronised");
    } else if (stratum > check.stratumMax()) {
      exchange.failure(
          FailureKind.STATUS, "stratum " + stratum + ", expected at most " + check.stratumMax());
    } else if (check
        .dispersionMax()
        .filter(max -> answer.dispersion().compareTo(max) > 0)
        .isPresent()) {
      exchange.failure(
          FailureKind.STATUS,
          "root dispersion "
              + millis(answer.dispersion())
              + ", expected at most "
              + millis(check.dispersionMax().get()));
    } else {
      exchange.success("stratum " + stratum);
    }
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }
}
