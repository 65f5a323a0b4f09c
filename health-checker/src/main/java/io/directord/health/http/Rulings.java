package io.directord.health.http;

import io.directord.health.http.AnswerJudge.Ruling;
import io.directord.health.transport.Ending;

/** Ends a probe as its answer deserves. */
final class Rulings {
  private Rulings() {}

  /** Returns whether that was the end. */
  static boolean tell(Ending ending, Ruling ruling) {
    return switch (ruling) {
      case Ruling.More() -> false;
      case Ruling.Good(var what, var advice) -> {
        ending.success(what, advice);
        yield true;
      }
      case Ruling.Bad(var kind, var why) -> {
        ending.failure(kind, why);
        yield true;
      }
    };
  }
}
