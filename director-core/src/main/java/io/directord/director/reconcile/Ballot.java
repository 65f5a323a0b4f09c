package io.directord.director.reconcile;

import io.directord.director.config.Combination;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts what several checks of a server say. What cannot change the outcome any more is not waited
 * for; while checks that have not spoken could, nothing is decided. Lives for one count.
 */
final class Ballot {
  private final Combination combination;
  private final List<String> names = new ArrayList<>();
  private final List<Opinion> opinions = new ArrayList<>();
  private int up;
  private int unknown;

  Ballot(Combination combination) {
    this.combination = combination;
  }

  void add(String check, Opinion opinion) {
    int votes = combination.votes().get(opinions.size());
    names.add(check);
    opinions.add(opinion);
    switch (opinion.answer()) {
      case UP -> up += votes;
      case UNKNOWN -> unknown += votes;
      case DOWN -> {}
    }
  }

  Opinion outcome() {
    if (opinions.size() == 1) {
      return opinions.getFirst();
    }
    Opinion.Answer answer =
        up >= combination.needed()
            ? Opinion.Answer.UP
            : up + unknown < combination.needed() ? Opinion.Answer.DOWN : Opinion.Answer.UNKNOWN;
    return new Opinion(answer, combination.isAll() ? last(answer) : count());
  }

  /** Of checks that must all pass, the one that decided. */
  private String last(Opinion.Answer answer) {
    String because = "";
    for (int i = 0; i < opinions.size(); i++) {
      Opinion each = opinions.get(i);
      if (each.answer() == answer) {
        because = names.get(i) + ": " + each.because();
        if (answer == Opinion.Answer.DOWN) {
          break;
        }
      }
    }
    return because;
  }

  /** Such as {@code 2 of 3 votes, 2 needed: web up, smtp up, db down (refused)}. */
  private String count() {
    StringBuilder text = new StringBuilder();
    text.append(up).append(" of ").append(combination.sum()).append(" votes, ");
    text.append(combination.needed()).append(" needed: ");
    for (int i = 0; i < opinions.size(); i++) {
      Opinion each = opinions.get(i);
      text.append(i == 0 ? "" : ", ").append(names.get(i)).append(' ');
      text.append(each.answer().text());
      if (each.answer() == Opinion.Answer.DOWN) {
        text.append(" (").append(each.because()).append(')');
      }
    }
    return text.toString();
  }
}
