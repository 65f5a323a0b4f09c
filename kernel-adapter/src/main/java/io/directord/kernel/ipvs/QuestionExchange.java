package io.directord.kernel.ipvs;

import io.directord.kernel.KernelException;
import io.directord.kernel.netlink.Exchange;
import io.directord.kernel.netlink.MalformedMessage;
import io.directord.kernel.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** One question and the values that answer it. */
final class QuestionExchange<T> implements Exchange<List<T>> {
  private final String subject;
  private final boolean dump;
  private final Question question;
  private final Answer<T> answer;
  private final List<T> answers = new ArrayList<>();
  private boolean asked;

  QuestionExchange(String subject, boolean dump, Question question, Answer<T> answer) {
    this.subject = subject;
    this.dump = dump;
    this.question = question;
    this.answer = answer;
  }

  String subject() {
    return subject;
  }

  @FunctionalInterface
  interface Question {
    void write(MessageWriter out, int sequence);
  }

  @FunctionalInterface
  interface Answer<T> {
    T read(ByteBuffer body) throws MalformedMessage;
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
    answers.add(answer.read(body));
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
