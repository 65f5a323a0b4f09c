package io.directord.health.http;

import io.directord.health.http.AnswerJudge.Ruling;
import io.directord.health.transport.Conversation;

/** Ends a conversation as its answer deserves. */
final class Rulings {
  private Rulings() {}

  /** Returns whether that was the end. */
  static boolean tell(Conversation conversation, Ruling ruling) {
    return switch (ruling) {
      case Ruling.More() -> false;
      case Ruling.Good(var what, var advice) -> {
        conversation.success(what, advice);
        yield true;
      }
      case Ruling.Bad(var kind, var why) -> {
        conversation.failure(kind, why);
        yield true;
      }
    };
  }
}
