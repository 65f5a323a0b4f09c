package io.directord.health.path;

import org.jspecify.annotations.Nullable;

/** One SYN on its way. Confined to the loop. */
final class Question {
  private final PathAttempt attempt;
  private final Segment syn;
  private final Road road;
  private @Nullable Answer answer;
  private int sent;

  Question(PathAttempt attempt, Segment syn, Road road) {
    this.attempt = attempt;
    this.syn = syn;
    this.road = road;
  }

  Segment syn() {
    return syn;
  }

  Road road() {
    return road;
  }

  /** What the kernel said to the SYN: zero, or {@code -errno}. */
  int sent() {
    return sent;
  }

  void sent(int kernelsAnswer) {
    sent = kernelsAnswer;
  }

  boolean isOpen() {
    return answer == null;
  }

  Answer answer() {
    return answer == null ? Answer.SILENCE : answer;
  }

  void answered(Answer heard) {
    answer = heard;
    attempt.answered(this);
  }

  /** Whether a segment is between the same two ports of the same two hosts. */
  boolean isAnsweredBy(Heard.Tcp heard) {
    return heard.from().equals(syn.to())
        && heard.fromPort() == syn.toPort()
        && heard.to().equals(syn.from())
        && heard.toPort() == syn.fromPort();
  }

  boolean isQuotedBy(Heard.Complaint heard) {
    return heard.to().equals(syn.to())
        && heard.toPort() == syn.toPort()
        && heard.fromPort() == syn.fromPort();
  }
}
