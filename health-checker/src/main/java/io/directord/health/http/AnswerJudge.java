package io.directord.health.http;

import io.directord.health.Advice;
import io.directord.health.FailureKind;
import io.netty.buffer.ByteBuf;

/** Makes up its mind about one answer as it arrives, in whichever version of HTTP. */
interface AnswerJudge {

  /** What is held of the answer so far. */
  sealed interface Ruling {
    Ruling MORE = new More();

    /** Nothing yet: there must be more of it. */
    record More() implements Ruling {}

    record Good(String what, Advice advice) implements Ruling {}

    record Bad(FailureKind kind, String why) implements Ruling {}
  }

  /** Of the final answer. */
  Ruling header(int status, AnswerFields fields);

  /** A part of the body, which is not kept. */
  Ruling content(ByteBuf bytes);

  /** Never {@link Ruling.More}. */
  Ruling end(AnswerFields trailers);

  /** What is being waited for, after the header. */
  String stage();
}
