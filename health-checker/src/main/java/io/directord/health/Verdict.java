package io.directord.health;

/**
 * What is held true of a target.
 *
 * @param because one sentence of evidence: {@code HTTP 200 in 1.8 ms}
 */
public record Verdict(Target target, boolean up, String because) {}
