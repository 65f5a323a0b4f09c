package io.directord.health;

/**
 * What is held true of a target.
 *
 * @param because one sentence of evidence: {@code HTTP 200 in 1.8 ms}
 * @param advice what the server has said of itself, also while it is down
 */
public record Verdict(Target target, boolean up, String because, Advice advice) {
  public Verdict(Target target, boolean up, String because) {
    this(target, up, because, Advice.NONE);
  }
}
