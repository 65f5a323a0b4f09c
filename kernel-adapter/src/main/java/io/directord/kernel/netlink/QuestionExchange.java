package io.directord.kernel.netlink;

import io.directord.kernel.KernelException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One question and the values that answer it. */
public final class QuestionExchange<T> implements Exchange<List<T>> {
  private final String subject;
  private final boolean dump;
  private final Question question;
  private final Answer<T> answer;
  private final List<T> answers = new ArrayList<>();
  private boolean asked;

  public QuestionExchange(String subject, boolean dump, Question question, Answer<T> answer) {
    this.subject = subject;
    this.dump = dump;
    this.question = question;
    this.answer = answer;
  }

  public String subject() {
    return subject;
  }

  /** Writes the question as one whole message. */
  @FunctionalInterface
  public interface Question {
    void write(MessageWriter out, int sequence);
  }

  /** Reads one message of the answer; empty for what was not asked about. */
  @FunctionalInterface
  public interface Answer<T> {
    Optional<T> read(int type, ByteBuffer body) throws MalformedMessage;
  }

  @Override
  public int write(MessageWriter out, int firstSequence) {
    if (asked) {
      return 0;
    }
    asked = true;
    question.write(out, firstSequence);
    return 1;
  }

  @Override
  public void onData(int sequence, int type, ByteBuffer body) throws MalformedMessage {
    answer.read(type, body).ifPresent(answers::add);
  }

  @Override
  public void onRefused(int sequence, int errno, String text) throws KernelException {
    throw new KernelException(subject, errno);
  }

  @Override
  public boolean dumping() {
    return dump;
  }

  @Override
  public void rewind() {
    answers.clear();
    asked = false;
  }

  @Override
  public List<T> result() {
    return List.copyOf(answers);
  }
}
