package io.directord.health.dns;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.transport.Conversation;
import io.directord.health.transport.Exchange;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Asks one question with an id that nobody can guess, and judges the answer. */
final class DnsProbe implements Probe {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Endpoint endpoint;
  private final DnsCheck check;
  private final DnsQuestion question;

  DnsProbe(Endpoint endpoint, DnsCheck check) {
    this.endpoint = endpoint;
    this.check = check;
    this.question = new DnsQuestion(check);
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    int id = RANDOM.nextInt(DnsQuestion.ID_MAX + 1);
    return switch (check.transport()) {
      case UDP -> Exchange.open(loop, endpoint, new ByDatagram(id), report);
      case TCP -> Conversation.open(loop, endpoint, new ByConnection(id), report);
    };
  }

  private void judge(
      DnsAnswer.Read answer, Consumer<String> success, BiConsumer<FailureKind, String> failure) {
    if (check.rcodes().stream().noneMatch(rcode -> rcode.number() == answer.rcode())) {
      List<String> names = check.rcodes().stream().sorted().map(Rcode::name).toList();
      failure.accept(
          FailureKind.STATUS,
          Rcode.text(answer.rcode()) + ", expected " + String.join(", ", names));
    } else if (check.answer().isPresent() && !answer.holds(check.answer().get())) {
      failure.accept(
          FailureKind.BODY, answered(answer) + ", expected " + Quotes.plain(check.answer().get()));
    } else {
      success.accept(answered(answer));
    }
  }

  private static String answered(DnsAnswer.Read answer) {
    String first =
        answer.records().isEmpty() ? "" : ": " + Quotes.plain(answer.records().getFirst());
    int count = answer.records().size();
    return Rcode.text(answer.rcode())
        + (answer.truncated() ? ", truncated (ask by transport tcp)" : "")
        + (count == 1 ? ", 1 record" : ", " + count + " records")
        + first;
  }

  private final class ByDatagram implements Exchange.Dialogue {
    private final int id;
    private int foreign;

    ByDatagram(int id) {
      this.id = id;
    }

    @Override
    public void ready(Exchange exchange) {
      exchange.send(question.bytes(id));
    }

    @Override
    public void received(Exchange exchange, ByteBuf datagram) {
      switch (DnsAnswer.read(ByteBufUtil.getBytes(datagram), id, question)) {
        case DnsAnswer.Foreign _ -> foreign++;
        case DnsAnswer.Malformed(var why) -> exchange.failure(FailureKind.PROTOCOL, why);
        case DnsAnswer.Read answer -> judge(answer, exchange::success, exchange::failure);
      }
    }

    @Override
    public String stage() {
      return "waiting for an answer"
          + (foreign == 0 ? "" : " (" + foreign + " came that were for other questions)");
    }
  }

  private final class ByConnection implements Conversation.Dialogue {
    private final int id;
    private final DnsStream stream = new DnsStream();

    ByConnection(int id) {
      this.id = id;
    }

    @Override
    public void connected(Conversation conversation) {
      conversation.send(question.bytesWithLength(id));
    }

    @Override
    public void received(Conversation conversation, ByteBuf bytes) {
      byte[] message = stream.read(bytes);
      if (message.length == 0) {
        return;
      }
      switch (DnsAnswer.read(message, id, question)) {
        case DnsAnswer.Foreign _ ->
            conversation.failure(FailureKind.PROTOCOL, "not an answer to this question");
        case DnsAnswer.Malformed(var why) -> conversation.failure(FailureKind.PROTOCOL, why);
        case DnsAnswer.Read answer -> judge(answer, conversation::success, conversation::failure);
      }
    }

    @Override
    public String stage() {
      return stream.stage();
    }
  }
}
