package io.directord.health.http;

import io.directord.health.FailureKind;
import io.directord.health.http.AnswerJudge.Ruling;
import io.directord.health.transport.Ending;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of one answer of HTTP/2 or HTTP/3 come to. Netty bounds what a header may hold;
 * this bounds how many frames there may be beside the answer. On the loop.
 */
final class FramedAnswer {
  /** A few are usual: settings, a window, a ping, and what means nothing. */
  static final int OTHER_FRAMES_MAX = 1000;

  private static final int OK = 200;

  private final String version;
  private final AnswerJudge judge;
  private final Ending ending;
  private int others;
  private boolean greeted;
  private boolean answered;
  private boolean over;

  FramedAnswer(String version, AnswerJudge judge, Ending ending) {
    this.version = version;
    this.judge = judge;
    this.ending = ending;
  }

  /** What is being waited for. */
  String stage() {
    if (answered) {
      return judge.stage();
    }
    return greeted ? "connected, waiting for the header" : "connected, waiting for " + version;
  }

  void greeted() {
    greeted = true;
    other();
  }

  /** The first one, an interim one, or that behind the body. */
  void header(
      @Nullable CharSequence status,
      Iterable<? extends Map.Entry<CharSequence, CharSequence>> lines) {
    AnswerFields fields = new AnswerFields();
    lines.forEach(field -> fields.add(field.getKey(), field.getValue()));
    if (answered) {
      tell(judge.end(fields));
      return;
    }
    int code = code(String.valueOf(status));
    if (code < 0) {
      fail(FailureKind.PROTOCOL, "an answer without a status");
    } else if (code < OK) {
      other();
    } else {
      answered = true;
      tell(judge.header(code, fields));
    }
  }

  void content(ByteBuf data) {
    if (!data.isReadable()) {
      other();
    } else if (!over) {
      tell(judge.content(data));
    }
  }

  void ended() {
    if (over) {
      return;
    }
    if (answered) {
      tell(judge.end(AnswerFields.NONE));
    } else {
      fail(FailureKind.PROTOCOL, "an answer that ends before its header");
    }
  }

  /** A frame that is no part of the answer. */
  void other() {
    if (++others > OTHER_FRAMES_MAX) {
      fail(FailureKind.PROTOCOL, "more than " + OTHER_FRAMES_MAX + " frames beside the answer");
    }
  }

  void fail(FailureKind kind, String why) {
    if (end()) {
      ending.failure(kind, why);
    }
  }

  /** Returns whether it was not over already: who ends it in another way asks first. */
  boolean end() {
    boolean first = !over;
    over = true;
    return first;
  }

  private void tell(Ruling ruling) {
    if (!over) {
      over = Rulings.tell(ending, ruling);
    }
  }

  /** Negative when it is none. */
  private static int code(String text) {
    boolean digits = text.length() == 3 && text.chars().allMatch(c -> '0' <= c && c <= '9');
    return digits ? Integer.parseInt(text, 10) : -1;
  }
}
